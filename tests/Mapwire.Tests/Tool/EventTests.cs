using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class EventTests
{
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void Set_lets_a_waiter_through()
    {
        using var waiter = ToolProcess.Start("event", "wait", _name);
        AwaitWaiters(1);
        Assert.Equal($"set {_name}\n", ToolProcess.Run("event", "set", _name).Succeeds().Output);
        Assert.Equal($"{_name} was set\n", waiter.WaitForEnd().Succeeds().Output);
    }

    [Fact]
    public void Set_lets_all_through_who_wait_for_a_manual_event()
    {
        using var first = ToolProcess.Start("event", "wait", _name, "--manual", "--json");
        AwaitWaiters(1);
        using var second = ToolProcess.Start("event", "wait", _name);
        AwaitWaiters(2);
        Assert.Equal($$"""{"event":"set","name":"{{_name.Replace("\\", @"\\", StringComparison.Ordinal)}}","manual":true}""", ToolProcess.Run("event", "set", _name, "--json").Succeeds().Output.TrimEnd());
        Assert.Equal("waited", first.WaitForEnd().Json().GetProperty("event").GetString());
        _ = second.WaitForEnd().Succeeds();
    }

    [Fact]
    public void An_event_that_nobody_has_cannot_be_set_or_reset()
    {
        ToolProcess.Run("event", "set", _name).Fails(_name, "Nobody waits", "event wait", "event create");
        ToolProcess.Run("event", "reset", _name).Fails(_name, "Nobody waits");
    }

    [Fact]
    public void An_event_that_is_not_set_in_time_is_said_to_be_so()
    {
        foreach (var time in new[] { "0", "0.05" })
        {
            var late = ToolProcess.Run("event", "wait", _name, "--wait", time);
            Assert.Equal(75, late.ExitCode);
            Assert.Contains(_name + " was not set", late.Errors, StringComparison.Ordinal);
            Assert.Empty(late.Bytes);
        }
    }

    [Fact]
    public void What_is_held_stays_set_for_who_comes_later()
    {
        using var holder = ToolProcess.Start("event", "create", _name);
        Assert.Equal($"holding {_name}, which lets one through for each set", holder.ReadLine());
        _ = ToolProcess.Run("event", "set", _name).Succeeds();
        _ = ToolProcess.Run("event", "wait", _name, "--wait", "0").Succeeds();
        Assert.Equal(75, ToolProcess.Run("event", "wait", _name, "--wait", "0").ExitCode);
        _ = ToolProcess.Run("event", "set", _name).Succeeds();
        Assert.Equal($"reset {_name}\n", ToolProcess.Run("event", "reset", _name).Succeeds().Output);
        Assert.Equal(75, ToolProcess.Run("event", "wait", _name, "--wait", "0").ExitCode);
        holder.PressEnter();
        _ = holder.WaitForEnd().Succeeds();
        ToolProcess.Run("event", "set", _name).Fails(_name);
    }

    [Fact]
    public void One_made_without_manual_is_not_taken_for_one_with()
    {
        using var gate = SharedEvent.Create(_name, EventResetMode.AutoReset);
        ToolProcess.Run("event", "wait", _name, "--manual", "--wait", "0").Fails(_name, "--manual");
        ToolProcess.Run("event", "create", _name, "--manual", "--hold-for", "0").Fails(_name, "--manual");
    }

    [Fact]
    public void A_signal_ends_a_wait()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another process.");
        using var waiter = ToolProcess.Start("event", "wait", _name);
        AwaitWaiters(1);
        waiter.Signal("INT");
        waiter.WaitForEnd().Fails("Interrupted");
        Assert.Null(MapInspector.Find(_name));
    }

    [Fact]
    public void A_killed_waiter_leaves_the_event_to_the_others()
    {
        using var kept = SharedEvent.Create(_name, EventResetMode.AutoReset);
        using var killed = ToolProcess.Start("event", "wait", _name);
        AwaitWaiters(1);
        killed.Kill();
        using var waiter = ToolProcess.Start("event", "wait", _name);
        Wait.Until(() => RegionInspector.Inspect(_name) is { Participants: [_, { IsAlive: true }], Locks: [{ Waiters.Count: 1 }] });
        _ = ToolProcess.Run("event", "set", _name).Succeeds();
        _ = waiter.WaitForEnd().Succeeds();
    }

    private void AwaitWaiters(int count) =>
        Wait.Until(() => MapInspector.Find(_name) is { IsLive: true } && RegionInspector.Inspect(_name)!.Locks[0].Waiters.Count == count);
}
