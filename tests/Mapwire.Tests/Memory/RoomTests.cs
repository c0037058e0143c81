using System.Globalization;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Memory;

/// <summary>Places that are full, or that refuse: small file systems mounted for the test.</summary>
public class RoomTests
{
    private const int DiskFull = unchecked((int)0x80070070);

    [Fact]
    public void A_map_larger_than_the_room_is_refused_with_both_numbers()
    {
        var name = UniqueName.Local();
        var wanted = 1L << 60;
        var failure = Assert.ThrowsAny<IOException>(() => SharedMap.Create(name, wanted));
        Assert.Contains(wanted.ToString(CultureInfo.InvariantCulture), failure.Message, StringComparison.Ordinal);
        Assert.False(SharedMap.TryOpen(name, out _));
    }

    [Fact]
    public void A_full_place_is_an_exception_at_create_and_leaves_what_there_is()
    {
        Conditions.NeedsRoot();
        using var mount = new Mounted("size=1m");
        using var first = SharedMap.Create("first", 600 << 10, mount.Options);
        var failure = Assert.Throws<IOException>(() => SharedMap.Create("second", 600 << 10, mount.Options));
        Assert.Equal(DiskFull, failure.HResult);
        Assert.Contains($"wanted {600 << 10}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("free ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(mount.Path, failure.Message, StringComparison.Ordinal);
        _ = Assert.Single(mount.Files());
        using var view = first.CreateView(new MapViewOptions { Prefault = true });
        view.Span.Fill(1);
    }

    [Fact]
    public void Every_byte_is_reserved_at_create()
    {
        Conditions.NeedsRoot();
        using var mount = new Mounted("size=1m");
        using var map = SharedMap.Create("first", 900 << 10, mount.Options);
        _ = Assert.Throws<IOException>(() => File.WriteAllBytes(mount.PathOf("filler"), new byte[300 << 10]));
        using var view = map.CreateView();
        view.Span.Fill(1);
        Assert.Equal(900 << 10, view.Span.Count((byte)1));
    }

    [Fact]
    public void Huge_pages_are_given_where_the_place_has_them_and_refused_with_advice_where_not()
    {
        Conditions.NeedsRoot();
        using var without = new Mounted("size=8m");
        var failure = Assert.Throws<NotSupportedException>(
            () => SharedMap.Create("x", 4 << 20, new MapOptions { Directory = without.Path, HugePages = true }));
        Assert.Contains("huge=advise", failure.Message, StringComparison.Ordinal);
        Assert.Empty(without.Files());

        using var with = new Mounted("size=8m,huge=advise");
        using var huge = SharedMap.Create("x", 4 << 20, new MapOptions { Directory = with.Path, HugePages = true });
        using var view = huge.CreateView();
        view.Span.Fill(1);
        var mapped = File.ReadLines("/proc/self/smaps").SkipWhile(line => !line.Contains(with.Path, StringComparison.Ordinal))
            .First(line => line.StartsWith("ShmemPmdMapped:", StringComparison.Ordinal));
        Assert.Contains("4096 kB", mapped, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_in_memory_without_a_limit_is_limited_by_the_memory_there_is()
    {
        Conditions.NeedsRoot();
        using var mount = new Mounted("size=0");
        using var map = SharedMap.Create("x", 4096, mount.Options);
        var failure = Assert.Throws<IOException>(() => SharedMap.Create("y", 1L << 50, mount.Options));
        Assert.Equal(DiskFull, failure.HResult);
    }

    [Fact]
    public void A_place_that_forbids_code_says_so()
    {
        Conditions.NeedsRoot();
        using var mount = new Mounted("size=1m,noexec");
        using var map = SharedMap.Create("x", 4096, new MapOptions { Directory = mount.Path, Access = MapAccess.ReadWriteExecute });
        Assert.Contains("noexec", Assert.Throws<UnauthorizedAccessException>(() => map.CreateView()).Message, StringComparison.Ordinal);
    }
}
