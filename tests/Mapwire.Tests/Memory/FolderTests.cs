using Mapwire.Platform;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Memory;

/// <summary>The folder of names on Linux and macOS, and what others may have planted there.</summary>
public sealed class FolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MapOptions _here;
    private readonly string _own;

    public FolderTests()
    {
        Conditions.NeedsUnix();
        _here = new MapOptions { Directory = _folder.Path };
        _own = _folder.PathOf("mapwire-" + Run.Command("id", "-u").Trim());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_folder_is_this_users_own()
    {
        using var map = SharedMap.Create("x", 10, _here);
        Assert.Equal(Path.Combine(_own, "x.mapwire"), map.Path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_own));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(map.Path!));
    }

    [Fact]
    public void The_variable_chooses_the_folder_for_every_process()
    {
        using var peer = PeerProcess.Start(("MAPWIRE_DIRECTORY", _folder.Path));
        _ = peer.Tell("create", "x", "10");
        Assert.False(SharedMap.TryOpen("x", out _));
        SharedMap.Open("x", _here).Dispose();
    }

    [Fact]
    public void A_link_in_place_of_the_folder_is_refused()
    {
        var elsewhere = Directory.CreateDirectory(_folder.PathOf("elsewhere"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _ = Directory.CreateSymbolicLink(_own, elsewhere.FullName);
        var failure = Assert.ThrowsAny<Exception>(() => SharedMap.Create("x", 10, _here));
        Assert.Contains(_own, failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(elsewhere.FullName));
    }

    [Fact]
    public void A_folder_open_to_others_is_refused()
    {
        _ = Directory.CreateDirectory(_own);
        File.SetUnixFileMode(_own, (UnixFileMode)0b111_101_101);
        var failure = Assert.Throws<UnauthorizedAccessException>(() => SharedMap.Create("x", 10, _here));
        Assert.Contains("755", failure.Message, StringComparison.Ordinal);
        Assert.Contains(_own, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_another_user_is_refused_and_its_owner_named()
    {
        Conditions.NeedsRoot();
        _ = Directory.CreateDirectory(_own, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _ = Run.Command("chown", "65534", _own);
        var failure = Assert.Throws<UnauthorizedAccessException>(() => SharedMap.Create("x", 10, _here));
        Assert.Contains("65534", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shared_folder_without_the_sticky_bit_is_refused()
    {
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_111_111);
        foreach (var name in new[] { @"Global\x", @"Local\x" })
        {
            Assert.Contains("sticky", Assert.Throws<UnauthorizedAccessException>(() => SharedMap.Create(name, 10, _here)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_missing_place_is_named_with_what_to_do()
    {
        var failure = Assert.Throws<DirectoryNotFoundException>(
            () => SharedMap.Create("x", 10, new MapOptions { Directory = _folder.PathOf("missing") }));
        Assert.Contains(_folder.PathOf("missing"), failure.Message, StringComparison.Ordinal);
        Assert.Contains("MAPWIRE_DIRECTORY", failure.Message, StringComparison.Ordinal);
        _ = Assert.Throws<DirectoryNotFoundException>(() => SharedMap.TryOpen("x", out _, new MapOptions { Directory = _folder.PathOf("missing") }));
        _ = Assert.Throws<DirectoryNotFoundException>(() => MapInspector.List(_folder.PathOf("missing")));
    }

    [Fact]
    public void A_planted_link_is_neither_followed_nor_overwritten()
    {
        var victim = _folder.PathOf("victim");
        File.WriteAllText(victim, "precious");
        _ = File.CreateSymbolicLink(_folder.PathOf("x.mapwire"), victim);
        Assert.Contains("link", Assert.Throws<UnauthorizedAccessException>(() => SharedMap.Open(@"Global\x", _here)).Message, StringComparison.Ordinal);
        _ = Assert.Throws<UnauthorizedAccessException>(() => SharedMap.Create(@"Global\x", 10, _here));
        Assert.Equal("precious", File.ReadAllText(victim));
    }

    [Fact]
    public void A_second_name_for_anothers_file_is_refused()
    {
        Conditions.NeedsRoot();
        var file = _folder.PathOf("theirs");
        File.WriteAllBytes(file, new byte[10]);
        _ = Run.Command("chown", "65534", file);
        _ = Run.Command("ln", file, _folder.PathOf("x.mapwire"));
        using var held = UnixFile.OpenPath(file, write: true)!;
        Assert.True(UnixFile.TryLockShared(held, file));
        var failure = Assert.Throws<UnauthorizedAccessException>(
            () => SharedMap.Open(@"Global\x", new MapOptions { Directory = _folder.Path, TrustedOwners = ["nobody"] }));
        Assert.Contains("hard link", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_no_maps_are_left_alone()
    {
        Directory.CreateDirectory(_own, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string[] others = [_folder.PathOf("README.md"), Path.Combine(_own, "notes.txt"), _folder.PathOf(".mapwire")];
        Assert.All(others, path => File.WriteAllText(path, "precious"));
        SharedMap.Create("x", 10, _here).Dispose();
        SharedMap.Create(@"Global\x", 10, _here).Dispose();
        Assert.All(others, path => Assert.Equal("precious", File.ReadAllText(path)));
        Assert.DoesNotContain(MapInspector.List(_folder.Path), map => map.Path!.StartsWith(_folder.Path, StringComparison.Ordinal));
    }

    [Fact]
    public void A_planted_pipe_is_no_map_and_makes_nobody_wait()
    {
        _ = Run.Command("mkfifo", _folder.PathOf("x.mapwire"));
        Assert.Contains("regular", Assert.Throws<IOException>(() => SharedMap.Open(@"Global\x", _here)).Message, StringComparison.Ordinal);
        Assert.Contains("regular", Assert.Throws<IOException>(() => SharedMap.Create(@"Global\x", 10, _here)).Message, StringComparison.Ordinal);
    }
}
