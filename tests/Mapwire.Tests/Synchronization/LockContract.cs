using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

/// <summary>How every kind of lock is created, opened and closed.</summary>
public abstract class LockContract<T>
    where T : class, IDisposable
{
    private protected abstract LockApi<T> Api { get; }

    [Fact]
    public void Creating_a_live_name_fails_and_says_so()
    {
        var name = UniqueName.Local();
        using var one = Api.Create(name, null);
        var failure = Assert.Throws<IOException>(() => Api.Create(name, null));
        Assert.Equal(Throw.AlreadyExistsCode, failure.HResult);
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        using var map = SharedMap.Create(UniqueName.Local(), 100);
        Assert.Equal(Throw.AlreadyExistsCode, Assert.Throws<IOException>(() => Api.Create(map.Name, null)).HResult);
    }

    [Fact]
    public void Opening_a_name_nobody_holds_fails_and_says_so()
    {
        var name = UniqueName.Local();
        Assert.Contains(name, Assert.Throws<FileNotFoundException>(() => Api.Open(name, null)).Message, StringComparison.Ordinal);
        Assert.Null(Api.TryOpen(name, null));
        using var region = SharedRegion.Create(UniqueName.Local());
        Assert.Contains("missing", Assert.Throws<FileNotFoundException>(() => Api.OpenIn(region, "missing")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_name_goes_with_the_last_handle()
    {
        var name = UniqueName.Local();
        var first = Api.CreateOrOpen(name, null);
        var second = Api.CreateOrOpen(name, null);
        first.Dispose();
        first.Dispose();
        var third = Api.TryOpen(name, null);
        Assert.NotNull(third);
        second.Dispose();
        third.Dispose();
        Assert.Null(Api.TryOpen(name, null));
        Api.Create(name, null).Dispose();
    }

    [Fact]
    public void A_lock_in_a_region_stays_while_the_region_lives()
    {
        using var region = SharedRegion.Create(UniqueName.Local());
        Api.CreateIn(region, "lock").Dispose();
        using var same = SharedRegion.Open(region.Name);
        using var found = Api.OpenIn(same, "lock");
        using var again = Api.CreateOrOpenIn(region, "lock");
        using var other = Api.CreateOrOpenIn(region, "other");
        Assert.NotSame(found, again);
    }

    [Fact]
    public void Every_scope_has_locks()
    {
        foreach (var name in OperatingSystem.IsWindows() ? (string[])[UniqueName.Global()] : [UniqueName.Global(), UniqueName.Posix()])
        {
            using (Api.Create(name, null))
            using (Api.Open(name, null))
            {
                Assert.NotNull(MapInspector.Find(name));
            }

            if (name.StartsWith("posix:", StringComparison.Ordinal))
            {
                _ = SharedMap.Delete(name);
            }
        }
    }

    [Fact]
    public void A_folder_of_names_keeps_its_locks_apart()
    {
        Conditions.NeedsUnix();
        using var folder = new TemporaryFolder();
        var name = UniqueName.Local();
        var there = new RegionOptions { Directory = folder.Path };
        using (Api.Create(name, there))
        using (Api.Open(name, there))
        {
            Assert.Null(Api.TryOpen(name, null));
        }

        Assert.Empty(folder.Files());
    }

    [Fact]
    public void Many_who_create_or_open_at_once_meet_at_one()
    {
        for (var round = 0; round < 10; round++)
        {
            var name = UniqueName.Local();
            var opened = new T[4];
            Worker.All(opened.Length, i => opened[i] = Api.CreateOrOpen(name, null));
            using (var bytes = new RegionBytes(name))
            {
                Assert.Equal(opened.Length, Enumerable.Range(0, 64).Count(slot => (bytes.Slot(slot).State & 1) != 0));
            }

            Assert.All(opened, one => one.Dispose());
            Assert.Null(Api.TryOpen(name, null));
        }
    }
}
