using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A kill after each step of the protocol of names, in a folder of the test's own.</summary>
public sealed class NameCrashTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _name = UniqueName.Local();
    private readonly MapOptions _here;

    public NameCrashTests() => _here = new MapOptions { Directory = _folder.Path };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("made", false)]
    [InlineData("reserved", false)]
    [InlineData("linked", false)]
    [InlineData("made", true)]
    [InlineData("reserved", true)]
    [InlineData("linked", true)]
    public void A_creator_killed_at_any_step_leaves_nothing_that_others_meet(string step, bool withoutUnnamedFiles)
    {
        Conditions.NeedsUnix();
        KillAt("crash-create", _name, step, withoutUnnamedFiles ? "dotted" : "unnamed");

        Assert.False(SharedMap.TryOpen(_name, out _, _here));
        using (var map = SharedMap.Create(_name, 100, _here))
        {
            Assert.Equal(100, map.Size);
        }

        SweepAsNewProcess();
        Assert.Empty(_folder.Files());
    }

    [Fact]
    public void What_a_kill_left_is_listed_as_dead_and_cannot_be_opened()
    {
        Conditions.NeedsUnix();
        KillAt("crash-create", _name, "linked", "unnamed");

        var left = Assert.Single(MapInspector.List(_folder.Path), map => map.Name == _name);
        Assert.False(left.IsLive);
        Assert.Empty(left.ProcessIds!);
        Assert.False(SharedMap.TryOpen(_name, out _, _here));
    }

    [Fact]
    public void A_starting_process_sweeps_what_kills_left()
    {
        Conditions.NeedsUnix();
        KillAt("crash-create", _name, "linked", "unnamed");
        KillAt("crash-create", UniqueName.Local(), "made", "dotted");
        Assert.Equal(2, _folder.Files().Length);

        SweepAsNewProcess();
        Assert.Empty(_folder.Files());
    }

    [Fact]
    public void A_remover_killed_while_it_holds_the_lock_stands_in_nobodys_way()
    {
        Conditions.NeedsUnix();
        KillAt("crash-create", _name, "linked", "unnamed");
        KillAt("crash-tidy", _name);

        Assert.False(SharedMap.TryOpen(_name, out _, _here));
        using var map = SharedMap.Create(_name, 100, _here);
        Assert.Equal(100, map.Size);
    }

    [Fact]
    public void A_remover_that_is_stopped_makes_create_fail_clearly_and_open_find_nothing()
    {
        Conditions.NeedsUnix();
        KillAt("crash-create", _name, "linked", "unnamed");
        using var remover = StartHere();
        _ = remover.Tell("crash-tidy", _name);
        Signals.Stop(remover.Id);

        Assert.False(SharedMap.TryOpen(_name, out _, _here));
        var failure = Assert.Throws<IOException>(() => SharedMap.Create(_name, 100, _here));
        Assert.Contains(_name, failure.Message, StringComparison.Ordinal);
        Assert.Contains("stopped", failure.Message, StringComparison.Ordinal);

        remover.Kill();
        using var map = SharedMap.Create(_name, 100, _here);
        Assert.Equal(100, map.Size);
    }

    [Fact]
    public void A_stopped_holder_keeps_its_map()
    {
        Conditions.NeedsUnix();
        using var holder = StartHere();
        _ = holder.Tell("create", _name, "4096");
        Signals.Stop(holder.Id);

        Assert.Equal(Throw.AlreadyExistsCode, Assert.Throws<IOException>(() => SharedMap.Create(_name, 100, _here)).HResult);
        using (SharedMap.Open(_name, _here))
        {
        }

        SweepAsNewProcess();
        Signals.Continue(holder.Id);
        Assert.Equal("written", holder.Tell("write", _name, "0", "5"));
        using var map = SharedMap.Open(_name, _here);
        using var view = map.CreateView();
        Assert.Equal(5, view.At<long>(0));
    }

    [Fact]
    public void A_killed_holder_does_not_take_the_map_from_the_others()
    {
        using var first = StartHere();
        using var second = StartHere();
        _ = first.Tell("create", _name, "4096");
        _ = first.Tell("write", _name, "8", "77");
        _ = second.Tell("open", _name);
        first.Kill();

        using var map = SharedMap.Open(_name, _here);
        Assert.Equal("77", second.Tell("read", _name, "8"));
        Assert.Contains("IOException", second.Refuses("create", _name, "1"), StringComparison.Ordinal);
    }

    private void KillAt(params string[] words)
    {
        using var peer = StartHere();
        _ = peer.Tell(words);
        peer.Kill();
    }

    private void SweepAsNewProcess()
    {
        using var peer = StartHere();
        _ = peer.Tell("create", UniqueName.Local(), "1");
        peer.Exit();
    }

    private PeerProcess StartHere() => PeerProcess.Start(("MAPWIRE_DIRECTORY", _folder.Path));
}
