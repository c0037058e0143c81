using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

public sealed class BarrierTests : LockContract<SharedBarrier>
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(5);

    public static TheoryData<string, WaitStrategy> Places { get; } = new(
        from place in (string[])["by name", "in a region"] from waiting in Enum.GetValues<WaitStrategy>() select (place, waiting));

    private protected override LockApi<SharedBarrier> Api => LockApis.Barrier(2);

    [Theory]
    [MemberData(nameof(Places))]
    public void Nobody_goes_on_before_all_have_arrived(string where, WaitStrategy waiting)
    {
        const int Phases = 100;
        using var place = PlaceOf(where, 3, waiting);
        var members = new[] { place.Create(), place.Open(), place.Open() };
        var arrived = new int[Phases];
        Worker.All(3, i =>
        {
            for (var phase = 0; phase < Phases; phase++)
            {
                _ = Interlocked.Increment(ref arrived[phase]);
                var passed = members[i].SignalAndWait();
                Assert.Equal(new BarrierPhase(phase, false), passed);
                Assert.Equal(3, Volatile.Read(ref arrived[phase]));
            }
        });
        Assert.Equal(Phases, members[0].Phase);
        Assert.Equal((3, 3), (members[0].Members, members[0].Participants));
    }

    [Fact]
    public async Task Nobody_goes_on_before_all_have_arrived_without_threads()
    {
        const int Phases = 200;
        using var place = PlaceOf("by name", 4);
        var members = new[] { place.Create(), place.Open(), place.Open(), place.Open() };
        var arrived = new int[Phases];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            for (var phase = 0; phase < Phases; phase++)
            {
                _ = Interlocked.Increment(ref arrived[phase]);
                Assert.Equal(phase, (await members[i].SignalAndWaitAsync()).Number);
                Assert.Equal(4, Volatile.Read(ref arrived[phase]));
            }
        }))).WaitAsync(Worker.Watchdog);
    }

    [Fact]
    public void The_first_phase_waits_for_as_many_as_the_barrier_is_for_and_later_ones_for_its_members()
    {
        using var place = PlaceOf("by name", 2);
        var first = place.Create();
        Assert.False(first.TrySignalAndWait(out _));
        Assert.False(first.TrySignalAndWait(_short, out _));
        var second = place.Open();
        Meet(0, first, second);
        var third = place.Open();
        Assert.Equal(3, first.Members);
        Assert.False(first.TrySignalAndWait(out _));
        Meet(1, first, second, third);
        second.Dispose();
        Meet(2, first, third);
        third.Dispose();
        Assert.True(first.TrySignalAndWait(out var phase));
        Assert.Equal(new BarrierPhase(3, false), phase);
        Assert.True(first.TrySignalAndWait(TimeSpan.Zero, out phase));
        Assert.Equal(5, first.SignalAndWait().Number);
    }

    [Theory]
    [InlineData("by name")]
    [InlineData("in a region")]
    public async Task Whoever_leaves_while_others_wait_lets_them_go_on(string where)
    {
        using var place = PlaceOf(where, 3);
        var members = new[] { place.Create(), place.Open(), place.Open() };
        Meet(0, members);
        var thread = Worker.Start(() => Assert.Equal(1, members[0].SignalAndWait().Number));
        var task = members[1].SignalAndWaitAsync().AsTask();
        place.AwaitSleepers(2);
        members[2].Dispose();
        thread.Join();
        Assert.Equal(new BarrierPhase(1, false), await task.WaitAsync(Worker.Watchdog));
    }

    [Fact]
    public async Task An_arrival_that_ran_out_of_time_or_was_cancelled_is_taken_back()
    {
        using var place = PlaceOf("by name", 2);
        var first = place.Create();
        var second = place.Open();
        Assert.False(first.TrySignalAndWait(_short, out _));
        using (var cancellation = new CancellationTokenSource())
        {
            var waiting = first.SignalAndWaitAsync(cancellation.Token).AsTask();
            place.AwaitSleepers();
            await cancellation.CancelAsync();
            _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Worker.Watchdog));
            _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.SignalAndWaitAsync(cancellation.Token).AsTask());
        }

        Assert.False(second.TrySignalAndWait(_short, out _));
        Assert.Equal(0, first.Phase);
        Meet(0, first, second);
    }

    [Fact]
    public async Task An_arrival_taken_back_while_the_last_one_comes_counts_for_all_or_for_nobody()
    {
        const int Rounds = 500;
        using var place = PlaceOf("by name", 2);
        var first = place.Create();
        var second = place.Open();
        var random = new Random(1);
        for (var round = 0; round < Rounds; round++)
        {
            using var cancellation = new CancellationTokenSource();
            var phase = first.Phase;
            var mine = first.SignalAndWaitAsync(cancellation.Token).AsTask();
            var spins = random.Next(300);
            var canceller = Task.Run(() =>
            {
                Thread.SpinWait(spins);
                cancellation.Cancel();
            });
            Thread.SpinWait(random.Next(300));
            var passed = second.TrySignalAndWait(out _);
            bool same;
            try
            {
                Assert.Equal(phase, (await mine.WaitAsync(Worker.Watchdog)).Number);
                same = passed;
            }
            catch (OperationCanceledException)
            {
                same = !passed;
            }

            await canceller;
            Assert.True(same, $"Round {round}: one went on and the other did not.");
            Assert.Equal(passed ? phase + 1 : phase, second.Phase);
        }
    }

    [Fact]
    public void Members_may_come_and_go_while_others_meet()
    {
        const int Phases = 300;
        using var place = PlaceOf("by name", 2);
        var members = new[] { place.Create(), place.Open() };
        using var done = new CancellationTokenSource();
        var guest = Worker.Start(() =>
        {
            while (!done.IsCancellationRequested)
            {
                using var visiting = SharedBarrier.Open(place.Region);
                _ = visiting.TrySignalAndWait(TimeSpan.FromMilliseconds(1), out _);
            }
        });
        Worker.All(2, i =>
        {
            for (var phase = 0; phase < Phases; phase++)
            {
                Assert.Equal(phase, members[i].SignalAndWait().Number);
            }
        });
        done.Cancel();
        guest.Join();
        Assert.Equal(2, members[0].Members);
    }

    [Fact]
    public async Task A_handle_waits_once_at_a_time()
    {
        using var place = PlaceOf("by name", 2);
        var first = place.Create();
        var second = place.Open();
        var waiting = first.SignalAndWaitAsync().AsTask();
        _ = Assert.Throws<InvalidOperationException>(() => first.SignalAndWait());
        _ = Assert.Throws<InvalidOperationException>(() => first.TrySignalAndWait(out _));
        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => first.SignalAndWaitAsync().AsTask());
        Assert.True(second.TrySignalAndWait(out _));
        Assert.Equal(0, (await waiting.WaitAsync(Worker.Watchdog)).Number);
        Assert.False(first.TrySignalAndWait(out _));
    }

    [Theory]
    [InlineData("by name")]
    [InlineData("in a region")]
    public async Task Everybody_who_waits_is_told_when_the_handle_is_closed(string where)
    {
        using var place = PlaceOf(where, 3);
        var first = place.Create();
        var second = place.Open();
        var thread = Worker.Start(() => first.SignalAndWait());
        var task = second.SignalAndWaitAsync().AsTask();
        place.AwaitSleepers(2);
        first.Dispose();
        Assert.IsType<ObjectDisposedException>(thread.Failure());
        Assert.False(task.IsCompleted);
        second.Dispose();
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => task.WaitAsync(Worker.Watchdog));
        _ = Assert.Throws<ObjectDisposedException>(() => first.SignalAndWait());
        _ = Assert.Throws<ObjectDisposedException>(() => first.TrySignalAndWait(out _));
        _ = Assert.Throws<ObjectDisposedException>(() => first.Phase);
        _ = Assert.Throws<ObjectDisposedException>(() => first.Members);
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => second.SignalAndWaitAsync().AsTask());
    }

    [Fact]
    public void A_number_of_participants_that_cannot_be_is_refused()
    {
        using var region = SharedRegion.Create(UniqueName.Local(), new RegionOptions { MaxParticipants = 5 });
        foreach (var participants in (int[])[0, -1, 65])
        {
            _ = Assert.Throws<ArgumentOutOfRangeException>(() => SharedBarrier.Create(UniqueName.Local(), participants));
            _ = Assert.Throws<ArgumentOutOfRangeException>(() => SharedBarrier.CreateOrOpen(UniqueName.Local(), participants));
            _ = Assert.Throws<ArgumentOutOfRangeException>(() => SharedBarrier.CreateOrOpen(region, "barrier", participants));
        }

        _ = Assert.Throws<ArgumentOutOfRangeException>(() => SharedBarrier.Create(region, "barrier", 6));
        using var alone = SharedBarrier.Create(region, "barrier", 1);
        Assert.Equal(0, alone.SignalAndWait().Number);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => alone.TrySignalAndWait(TimeSpan.FromTicks(-1), out _));
    }

    private static void Meet(long phase, params SharedBarrier[] members) =>
        Worker.All(members.Length, i => Assert.Equal(phase, members[i].SignalAndWait().Number));

    private static LockPlace<SharedBarrier> PlaceOf(string where, int participants, WaitStrategy waiting = WaitStrategy.SpinThenPark)
    {
        var options = new RegionOptions { Waiting = waiting };
        var api = LockApis.Barrier(participants);
        return where == "by name" ? new ByName<SharedBarrier>(api) { Options = options } : new InRegion<SharedBarrier>(api) { Options = options };
    }
}
