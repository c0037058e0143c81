using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Memory;

/// <summary>Two users of one machine: root, who runs the test, and nobody.</summary>
public sealed class UserTests : IDisposable
{
    private const int Nobody = 65534;
    private readonly TemporaryFolder _folder = new();
    private readonly MapOptions _here;
    private readonly string _name = UniqueName.Global();

    public UserTests()
    {
        Conditions.NeedsRoot();
        _ = Run.Command("chmod", "1777", _folder.Path);
        _here = new MapOptions { Directory = _folder.Path };
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_map_for_all_users_is_shared_with_another_user()
    {
        using var map = SharedMap.Create(_name, 100, Everybody());
        using var view = map.CreateView();
        view.At<long>(0) = 4;
        using var nobody = StartAsNobody();
        Assert.Equal("100", nobody.Tell("open", _name));
        Assert.Equal("4", nobody.Tell("read", _name, "0"));
        _ = nobody.Tell("write", _name, "8", "6");
        Assert.Equal(6, view.At<long>(8));
    }

    [Fact]
    public void A_map_for_the_current_user_is_closed_to_another()
    {
        using var map = SharedMap.Create(_name, 100, _here);
        using var nobody = StartAsNobody();
        var refusal = nobody.Refuses("open", _name);
        Assert.Contains("UnauthorizedAccessException", refusal, StringComparison.Ordinal);
        Assert.Contains(_name, refusal, StringComparison.Ordinal);
        refusal = nobody.Refuses("create", _name, "10");
        Assert.Contains("already exists", refusal, StringComparison.Ordinal);
        Assert.Contains("root", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_of_a_foreign_owner_is_refused_unless_the_owner_is_trusted()
    {
        using var nobody = StartAsNobody();
        _ = nobody.Tell("create-all-users", _name, "100");
        var failure = Assert.Throws<UnauthorizedAccessException>(() => SharedMap.Open(_name, _here));
        Assert.Contains("nobody", failure.Message, StringComparison.Ordinal);
        Assert.Contains("trust", failure.Message, StringComparison.Ordinal);
        foreach (var trusted in new[] { "nobody", "65534", "*" })
        {
            SharedMap.Open(_name, new MapOptions { Directory = _folder.Path, TrustedOwners = [trusted] }).Dispose();
        }

        _ = Assert.Throws<UnauthorizedAccessException>(
            () => SharedMap.Open(_name, new MapOptions { Directory = _folder.Path, TrustedOwners = ["daemon"] }));
        var unknown = Assert.Throws<ArgumentException>(
            () => SharedMap.Open(_name, new MapOptions { Directory = _folder.Path, TrustedOwners = ["no-such-user"] }));
        Assert.Contains("no-such-user", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_holder_need_not_be_the_owner_and_what_it_cannot_remove_the_owner_sweeps()
    {
        using var nobody = StartAsNobody();
        using (SharedMap.Create(_name, 100, Everybody()))
        {
            _ = nobody.Tell("open", _name);
        }

        _ = nobody.Tell("close", _name);
        var refusal = nobody.Refuses("create-or-open", _name, "10");
        Assert.Contains("UnauthorizedAccessException", refusal, StringComparison.Ordinal);
        Assert.Contains("root", refusal, StringComparison.Ordinal);
        Assert.Contains("dead", refusal, StringComparison.Ordinal);
        Assert.False(SharedMap.TryOpen(_name, out _, _here));
        Assert.Empty(_folder.Files());
    }

    [Fact]
    public void An_explicit_mode_is_the_files_mode()
    {
        var security = MapSecurity.Explicit(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead, "D:(A;;GA;;;WD)");
        using var map = SharedMap.Create(_name, 100, new MapOptions { Directory = _folder.Path, Security = security });
        using var nobody = StartAsNobody();
        Assert.Contains("UnauthorizedAccessException", nobody.Refuses("open", _name), StringComparison.Ordinal);
        Assert.Equal("100", nobody.Tell("open-read-only", _name));
    }

    private MapOptions Everybody() => new() { Directory = _folder.Path, Security = MapSecurity.AllUsers };

    private PeerProcess StartAsNobody() => PeerProcess.StartAs(Nobody, ("MAPWIRE_DIRECTORY", _folder.Path));
}
