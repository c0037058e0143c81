using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Memory;

public class AccessTests
{
    [Fact]
    public void A_read_only_map_has_no_writable_view()
    {
        var name = UniqueName.Local();
        using var owner = SharedMap.Create(name, 100);
        using var write = owner.CreateView();
        write.Span[1] = 5;
        using var map = SharedMap.Open(name, new MapOptions { Access = MapAccess.ReadOnly });
        _ = Assert.Throws<UnauthorizedAccessException>(() => map.CreateView(new MapViewOptions { Access = MapAccess.ReadWrite }));
        using var view = map.CreateView();
        Assert.Equal(5, view.ReadOnlySpan[1]);
        Assert.Contains("ReadOnly", Assert.Throws<InvalidOperationException>(() => view.Span.Length).Message, StringComparison.Ordinal);
        _ = Assert.Throws<InvalidOperationException>(() => view.At<byte>(0));
        _ = Assert.Throws<InvalidOperationException>(() => view.Write(0, new byte[1]));
        _ = Assert.Throws<InvalidOperationException>(() => view.AsMemory(0, 1));
        Assert.Equal(5, view.AsReadOnlyMemory(1, 1).Span[0]);
        using var stream = view.AsStream();
        Assert.False(stream.CanWrite);
        Assert.Equal(0, stream.ReadByte());
    }

    [Fact]
    public void A_copy_on_write_view_writes_for_itself_only()
    {
        var name = UniqueName.Local();
        using var owner = SharedMap.Create(name, 100);
        using var shared = owner.CreateView();
        shared.Span[1] = 5;
        using var map = SharedMap.Open(name, new MapOptions { Access = MapAccess.CopyOnWrite });
        using var own = map.CreateView();
        own.Span[1] = 6;
        Assert.Equal(5, shared.Span[1]);
        Assert.Equal(6, own.Span[1]);
    }

    [Fact]
    public void A_copy_on_write_view_leaves_the_file_untouched()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("data");
        File.WriteAllBytes(path, [1, 2, 3]);
        using (var map = SharedMap.OpenFile(path, new MapOptions { Access = MapAccess.CopyOnWrite }))
        using (var view = map.CreateView())
        {
            view.Span.Fill(9);
            view.Flush();
        }

        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
    }

    [Fact]
    public void Code_in_an_executable_map_runs()
    {
        Assert.SkipUnless(System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "The code is for x64.");
        using var map = SharedMap.Create(UniqueName.Local(), 4096, new MapOptions { Access = MapAccess.ReadWriteExecute });
        using var view = map.CreateView();
        ((ReadOnlySpan<byte>)[0xB8, 0x2A, 0, 0, 0, 0xC3]).CopyTo(view.Span); // mov eax, 42; ret
        unsafe
        {
            Assert.Equal(42, ((delegate* unmanaged<int>)view.Address)());
        }
    }

    [Theory]
    [InlineData(MapAccess.ReadOnly)]
    [InlineData(MapAccess.CopyOnWrite)]
    [InlineData(MapAccess.ReadExecute)]
    public void A_new_map_must_be_writable(MapAccess access)
    {
        var options = new MapOptions { Access = access };
        _ = Assert.Throws<ArgumentException>(() => SharedMap.Create(UniqueName.Local(), 10, options));
        _ = Assert.Throws<ArgumentException>(() => SharedMap.CreateFile("never-made", 10, options));
    }

    [Fact]
    public void A_local_name_is_for_its_user_only()
    {
        foreach (var security in new[] { MapSecurity.Group, MapSecurity.AllUsers, MapSecurity.Explicit(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead, "D:(A;;GA;;;WD)") })
        {
            _ = Assert.Throws<ArgumentException>(() => SharedMap.Create(UniqueName.Local(), 10, new MapOptions { Security = security }));
        }
    }

    [Fact]
    public void Values_that_are_none_are_refused()
    {
        _ = Assert.Throws<ArgumentNullException>(() => new MapOptions { Security = null! });
        _ = Assert.Throws<ArgumentNullException>(() => new MapOptions { TrustedOwners = null! });
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => SharedMap.Create(UniqueName.Local(), 1, new MapOptions { Access = (MapAccess)9 }));
        using var map = SharedMap.Create(UniqueName.Local(), 1);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => map.CreateView(new MapViewOptions { Access = (MapAccess)9 }));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => FileCopy.Copy("a", "b", new FileCopyOptions { Method = (FileCopyMethod)9 }));
    }

    [Fact]
    public void A_mode_has_permission_bits_only() =>
        Assert.Throws<ArgumentException>(() => MapSecurity.Explicit(UnixFileMode.SetUser | UnixFileMode.UserRead | UnixFileMode.UserWrite, "D:"));

    [Fact]
    public void A_mode_lets_the_owner_read_and_write() =>
        Assert.Throws<ArgumentException>(() => MapSecurity.Explicit(UnixFileMode.UserRead, "D:(A;;GA;;;WD)"));

    [Fact]
    public void A_security_descriptor_says_who_may_open()
    {
        Conditions.NeedsWindows();
        var name = UniqueName.Global();
        var readOnly = MapSecurity.Explicit(UnixFileMode.UserRead | UnixFileMode.UserWrite, "D:P(A;;GR;;;WD)");
        using var map = SharedMap.Create(name, 4096, new MapOptions { Security = readOnly });
        SharedMap.Open(name, new MapOptions { Access = MapAccess.ReadOnly }).Dispose();
        var failure = Assert.Throws<UnauthorizedAccessException>(() => SharedMap.Open(name));
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_security_descriptor_that_is_none_is_refused()
    {
        Conditions.NeedsWindows();
        var security = MapSecurity.Explicit(UnixFileMode.UserRead | UnixFileMode.UserWrite, "nonsense");
        Assert.Contains("nonsense", Assert.Throws<ArgumentException>(() => SharedMap.Create(UniqueName.Global(), 1, new MapOptions { Security = security })).Message, StringComparison.Ordinal);
    }
}
