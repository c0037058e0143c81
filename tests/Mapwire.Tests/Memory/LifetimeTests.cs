using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Memory;

/// <summary>The rule of lifetime, the same for both scopes that have it.</summary>
public abstract class LifetimeTests
{
    [Fact]
    public void Another_process_reads_what_this_one_wrote()
    {
        var name = NewName();
        using var map = SharedMap.Create(name, 1000);
        using var view = map.CreateView();
        view.At<long>(16) = 42;
        using var peer = PeerProcess.Start();
        Assert.Equal("1000", peer.Tell("open", name));
        Assert.Equal("42", peer.Tell("read", name, "16"));
        Assert.Equal("written", peer.Tell("write", name, "24", "43"));
        Assert.Equal(43, view.At<long>(24));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(4064)]
    [InlineData(4065)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(65536)]
    public void Everybody_sees_the_exact_length(long size)
    {
        var name = NewName();
        using var map = SharedMap.Create(name, size);
        using var same = SharedMap.Open(name);
        using var view = same.CreateView();
        Assert.Equal(size, map.Size);
        Assert.Equal(size, same.Size);
        Assert.Equal(size, view.Span.Length);
        Assert.Equal(-1, view.Span.IndexOfAnyExcept((byte)0));
        Assert.Equal(size, MapInspector.Find(name)!.Size);
        using var peer = PeerProcess.Start();
        Assert.Equal(size.ToString(System.Globalization.CultureInfo.InvariantCulture), peer.Tell("open", name));
    }

    [Fact]
    public void Creating_a_live_name_fails_and_says_so()
    {
        var name = NewName();
        using var map = SharedMap.Create(name, 10);
        var failure = Assert.Throws<IOException>(() => SharedMap.Create(name, 20));
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        Assert.Equal(Throw.AlreadyExistsCode, failure.HResult);
    }

    [Fact]
    public void TryCreate_says_whether_the_name_was_free()
    {
        var name = NewName();
        Assert.True(SharedMap.TryCreate(name, 10, out var map));
        Assert.False(SharedMap.TryCreate(name, 10, out var other));
        Assert.Null(other);
        map.Dispose();
    }

    [Fact]
    public void Opening_a_name_nobody_holds_fails_and_says_so()
    {
        var name = NewName();
        Assert.Contains(name, Assert.Throws<FileNotFoundException>(() => SharedMap.Open(name)).Message, StringComparison.Ordinal);
        Assert.False(SharedMap.TryOpen(name, out var map));
        Assert.Null(map);
        Assert.Null(MapInspector.Find(name));
    }

    [Fact]
    public void CreateOrOpen_says_which_it_did()
    {
        var name = NewName();
        using var map = SharedMap.CreateOrOpen(name, 10, out var created);
        Assert.True(created);
        using var same = SharedMap.CreateOrOpen(name, 99, out created);
        Assert.False(created);
        Assert.Equal(10, same.Size);
    }

    [Fact]
    public void The_name_goes_with_the_last_of_several_handles()
    {
        var name = NewName();
        var first = SharedMap.Create(name, 10);
        var second = SharedMap.Open(name);
        first.Dispose();
        SharedMap.Open(name).Dispose();
        second.Dispose();
        Assert.False(SharedMap.TryOpen(name, out _));
        Assert.Null(MapInspector.Find(name));
    }

    [Fact]
    public void A_view_keeps_the_map_and_its_name()
    {
        var name = NewName();
        var map = SharedMap.Create(name, 10);
        var view = map.CreateView();
        map.Dispose();
        view.Span[3] = 9;
        using (var same = SharedMap.Open(name))
        using (var other = same.CreateView())
        {
            Assert.Equal(9, other.Span[3]);
        }

        view.Dispose();
        Assert.False(SharedMap.TryOpen(name, out _));
    }

    [Fact]
    public void The_name_goes_with_its_last_holder_when_that_is_killed()
    {
        var name = NewName();
        using var peer = PeerProcess.Start();
        _ = peer.Tell("create", name, "4096");
        SharedMap.Open(name).Dispose();
        peer.Kill();
        Assert.False(SharedMap.TryOpen(name, out _));
        using var again = SharedMap.Create(name, 10);
        Assert.Equal(10, again.Size);
    }

    [Theory]
    [InlineData("create-and-forget")]
    [InlineData("create-with-a-view-and-lose")]
    public void A_process_that_ends_by_itself_leaves_no_name_although_it_disposed_nothing(string verb)
    {
        var name = NewName();
        using var peer = PeerProcess.Start();
        _ = peer.Tell(verb, name, "4096");
        Assert.NotNull(MapInspector.Find(name));
        peer.Exit();
        Assert.Null(MapInspector.Find(name));
    }

    [Fact]
    public void A_child_that_is_just_being_started_does_not_keep_the_name()
    {
        Conditions.NeedsLinux();
        using var done = new CancellationTokenSource();
        var starter = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                _ = Run.Command("true");
            }
        });
        starter.Start();
        for (var round = 0; round < 2000; round++)
        {
            var map = SharedMap.Create(NewName(), 10);
            map.Dispose();
            if (File.Exists(map.Path))
            {
                done.Cancel();
                Assert.Fail($"Round {round}: {map.Path} is left.");
            }
        }

        done.Cancel();
        starter.Join();
    }

    [Fact]
    public void New_memory_under_an_old_name_is_zero()
    {
        var name = NewName();
        using (var map = SharedMap.Create(name, 100))
        using (var view = map.CreateView())
        {
            view.Span.Fill(0xFF);
        }

        using var next = SharedMap.Create(name, 100);
        using var fresh = next.CreateView();
        Assert.Equal(-1, fresh.Span.IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void Of_many_who_create_or_open_at_once_one_creates()
    {
        var name = NewName();
        var created = 0;
        using var together = new Barrier(8);
        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            together.SignalAndWait(TestContext.Current.CancellationToken);
            using var map = SharedMap.CreateOrOpen(name, 10, out var mine);
            Interlocked.Add(ref created, mine ? 1 : 0);
            together.SignalAndWait(TestContext.Current.CancellationToken);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => Assert.True(thread.Join(TimeSpan.FromSeconds(60))));
        Assert.Equal(1, created);
        Assert.False(SharedMap.TryOpen(name, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void A_map_has_a_size(long size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SharedMap.Create(NewName(), size));

    protected abstract string NewName();
}

public sealed class LocalLifetimeTests : LifetimeTests
{
    protected override string NewName() => UniqueName.Local();
}

public sealed class GlobalLifetimeTests : LifetimeTests
{
    protected override string NewName() => UniqueName.Global();
}
