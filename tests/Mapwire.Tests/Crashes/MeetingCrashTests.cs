using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A kill after each step of the protocols of a barrier, and of what is done once.</summary>
public sealed class MeetingCrashTests : IDisposable
{
    private const string Two = "barrier barrier 2";
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_member_killed_before_it_arrived_is_waited_for_no_more()
    {
        using var barrier = Meet(out var dead);
        var wait = Scene.Begin(() => Arrive(barrier));
        _scene.AwaitAsleep("barrier", 0);
        _scene.Kill(dead);

        Assert.Equal(new BarrierPhase(1, true), _scene.End(wait));
        Assert.Equal(new BarrierPhase(2, false), Arrive(barrier));
        Assert.Equal(1, barrier.Members);
    }

    [Fact]
    public void A_member_killed_after_it_arrived_leaves_a_phase_that_the_others_complete()
    {
        using var barrier = Meet(out var dead);
        Assert.Equal("arrived", dead.Tell("step", "barrier", "arrive"));
        _scene.Kill(dead);

        var first = Arrive(barrier);
        var second = Arrive(barrier);
        Assert.Equal((1, 2), (first.Number, second.Number));
        Assert.True(first.HasLostMember || second.HasLostMember);
        Assert.False(Arrive(barrier).HasLostMember);
    }

    [Fact]
    public void A_member_killed_after_it_moved_the_phase_on_and_before_it_rang_leaves_nobody_asleep()
    {
        using var barrier = Meet(out var dead);
        var wait = Scene.Begin(() => Arrive(barrier));
        _scene.AwaitAsleep("barrier", 0);
        _ = dead.Tell("step", "barrier", "arrive");
        Assert.Equal("moved", dead.Tell("step", "barrier", "move-on"));
        _scene.Kill(dead);

        Assert.Equal(new BarrierPhase(1, false), _scene.End(wait));
        Assert.Equal(new BarrierPhase(2, true), Arrive(barrier));
    }

    [Fact]
    public void A_member_killed_after_the_last_arrival_and_before_it_looked_leaves_nobody_asleep()
    {
        using var barrier = Meet(out var dead);
        var wait = Scene.Begin(() => Arrive(barrier));
        _scene.AwaitAsleep("barrier", 0);
        Assert.Equal("arrived", dead.Tell("step", "barrier", "arrive"));
        _scene.Kill(dead);

        Assert.Equal(1, _scene.End(wait).Number);
    }

    [Fact]
    public void In_the_first_phase_a_killed_member_is_waited_for_until_another_comes_in_its_place()
    {
        using var barrier = SharedBarrier.Create(_scene.Region, "barrier", 2);
        var dead = _scene.Join(out var slot, Two);
        var wait = Scene.Begin(() => Arrive(barrier));
        _scene.AwaitAsleep("barrier", 0);
        _scene.Kill(dead);
        _scene.AwaitFree(slot);
        Assert.False(wait.IsOver);
        Assert.Equal(0, barrier.Phase);

        var other = _scene.Join(Two);
        Assert.Equal("phase 0 lost", other.Tell("acquire", "barrier", "60000"));
        Assert.Equal(new BarrierPhase(0, true), _scene.End(wait));
    }

    [Fact]
    public void What_a_killed_one_began_is_begun_again_by_the_next_who_is_told()
    {
        using var once = SharedOnce.Create(_scene.Region, "once");
        var dead = _scene.Join("once");
        Assert.Equal("mine", dead.Tell("acquire", "once"));
        var wait = Scene.Begin(() => Enter(once));
        _scene.AwaitAsleep("once", 0);
        _scene.Kill(dead);

        var turn = _scene.End(wait);
        Assert.True(turn.IsMine);
        Assert.True(turn.IsRetry);
        turn.Complete();
        Assert.True(once.IsDone);
    }

    [Fact]
    public void What_one_began_that_was_killed_while_nobody_waited_is_begun_again_by_the_next_try()
    {
        using var once = SharedOnce.Create(_scene.Region, "once");
        var dead = _scene.Join("once");
        _ = dead.Tell("acquire", "once");
        Assert.False(once.TryEnter(out _));
        _scene.Kill(dead);

        Assert.True(once.TryEnter(out var turn));
        Assert.True(turn.IsRetry);
        turn.Complete();
    }

    [Fact]
    public void One_who_finished_and_was_killed_before_it_rang_leaves_nobody_asleep()
    {
        using var once = SharedOnce.Create(_scene.Region, "once");
        var dead = _scene.Join("once");
        Assert.Equal("begun", dead.Tell("step", "once", "begin"));
        var waits = Wait2(once);
        Assert.Equal("finished", dead.Tell("step", "once", "finish"));
        _scene.Kill(dead);

        Assert.False(_scene.End(waits.Mine).IsMine);
        Assert.Equal("done", _scene.End(waits.Other));
    }

    [Fact]
    public void One_who_gave_up_and_was_killed_before_it_rang_leaves_the_work_to_the_next()
    {
        using var once = SharedOnce.Create(_scene.Region, "once");
        var dead = _scene.Join("once");
        _ = dead.Tell("step", "once", "begin");
        var wait = Scene.Begin(() => Enter(once));
        _scene.AwaitAsleep("once", 0);
        Assert.Equal("given up", dead.Tell("step", "once", "give-up"));
        _scene.Kill(dead);

        var turn = _scene.End(wait);
        Assert.True(turn.IsRetry);
        turn.Complete();
    }

    [Fact]
    public void One_who_was_rung_to_do_the_work_and_killed_before_it_looked_leaves_it_to_the_next()
    {
        using var once = SharedOnce.Create(_scene.Region, "once");
        Assert.True(once.TryEnter(out var turn));
        var dead = _scene.Join(out var slot, "once");
        var other = _scene.Join(out var last, "once");
        Assert.Equal("asleep", dead.Tell("step", "once", "sleep"));
        _ = other.Tell("begin", "once");
        _scene.AwaitAsleep("once", last);
        turn.Dispose();
        Assert.Equal(Bell.Rung, _scene.BellOf("once", slot));
        _scene.Kill(dead);

        Assert.Equal("mine again", _scene.End(other));
    }

    // Both members have come through the first phase.
    private SharedBarrier Meet(out PeerProcess other)
    {
        var barrier = SharedBarrier.Create(_scene.Region, "barrier", 2);
        other = _scene.Join(Two);
        _ = other.Tell("begin", "barrier");
        Assert.Equal(new BarrierPhase(0, false), Arrive(barrier));
        Assert.StartsWith("phase 0", other.Tell("ended"), StringComparison.Ordinal);
        return barrier;
    }

    private (Pending<OnceTurn> Mine, PeerProcess Other) Wait2(SharedOnce once)
    {
        var mine = Scene.Begin(() => Enter(once));
        var other = _scene.Join(out var slot, "once");
        _ = other.Tell("begin", "once");
        _scene.AwaitAsleep("once", 0);
        _scene.AwaitAsleep("once", slot);
        return (mine, other);
    }

    private static BarrierPhase Arrive(SharedBarrier barrier) => barrier.TrySignalAndWait(Wait.Watchdog, out var phase) ? phase : throw new TimeoutException();

    private static OnceTurn Enter(SharedOnce once) => once.TryEnter(Wait.Watchdog, out var turn) ? turn : throw new TimeoutException();
}
