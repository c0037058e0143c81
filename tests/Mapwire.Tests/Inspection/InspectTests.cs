using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Inspection;

public class InspectTests
{
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void A_plain_map_is_no_region()
    {
        using var map = SharedMap.Create(_name, 5000);
        Assert.Null(RegionInspector.Inspect(_name));
        using var small = SharedMap.Create(_name + "-small", 1);
        Assert.Null(RegionInspector.Inspect(_name + "-small"));
    }

    [Fact]
    public void A_name_nobody_holds_is_not_found() => Assert.Throws<FileNotFoundException>(() => RegionInspector.Inspect(_name));

    [Fact]
    public void A_region_of_another_version_is_refused()
    {
        using var mutex = SharedMutex.Create(_name);
        using var view = SharedMap.Open(_name).CreateView();
        view.At<int>(8) = 2;
        Assert.Equal("version", Assert.Throws<InvalidRegionException>(() => RegionInspector.Inspect(_name)).Field);
    }

    [Fact]
    public void The_header_and_the_participants_are_told()
    {
        var before = DateTime.UtcNow;
        using var region = SharedRegion.Create(_name, new RegionOptions { MaxParticipants = 3, ParticipantName = "first" });
        using var second = SharedRegion.Open(_name, new RegionOptions { ParticipantName = "second" });
        var told = RegionInspector.Inspect(_name)!;
        Assert.Equal((_name, RegionKind.Locks, 1, 3, false), (told.Name, told.Kind, told.Version, told.MaxParticipants, told.IsOneLock));
        Assert.InRange(told.Created, before, DateTime.UtcNow);
        Assert.Equal(
            [(0, "first", Environment.ProcessId, true), (1, "second", Environment.ProcessId, true)],
            told.Participants.Select(one => (one.Slot, one.Name, one.ProcessId, one.IsAlive)));
        Assert.Equal(LockKind.Mutex, Assert.Single(told.Locks).Kind);
    }

    [Fact]
    public void A_mutex_tells_its_holder_and_whether_it_was_abandoned()
    {
        using var mutex = SharedMutex.Create(_name);
        Assert.Equal("free", TheLock().State);
        using (var other = SharedMutex.Open(_name))
        {
            _ = other.Acquire();
            Assert.Equal(("held", 1), (TheLock().State, Assert.Single(TheLock().Holders)));
        }

        Assert.Equal(("free, abandoned", true), (TheLock().State, TheLock().IsAbandoned));
        Assert.True(RegionInspector.Inspect(_name)!.IsOneLock);
    }

    [Fact]
    public async Task Who_waits_is_told()
    {
        using var mutex = SharedMutex.Create(_name);
        using var other = SharedMutex.Open(_name, new RegionOptions { Waiting = WaitStrategy.Park });
        var hold = await mutex.AcquireAsync();
        var waiting = other.AcquireAsync().AsTask();
        Wait.Until(() => TheLock().Waiters is [1]);
        hold.Release();
        (await waiting).Release();
        Assert.Empty(TheLock().Waiters);
    }

    [Fact]
    public async Task A_reader_writer_lock_tells_its_readers_its_writer_and_who_is_next()
    {
        using var first = SharedReaderWriterLock.Create(_name);
        using var second = SharedReaderWriterLock.Open(_name);
        var (one, two) = (await first.AcquireReadAsync(), await second.AcquireReadAsync());
        Assert.Equal(("held to read", "0 1"), (TheLock().State, string.Join(' ', TheLock().Holders)));
        two.Release();
        var writing = second.AcquireWriteAsync().AsTask();
        Wait.Until(() => TheLock() is { State: "held to read, and a writer is next", Holders: [0], Waiters: [1] });
        one.Release();
        using var write = await writing;
        Assert.Equal(("held to write", 1), (TheLock().State, Assert.Single(TheLock().Holders)));
    }

    [Fact]
    public void A_semaphore_tells_its_permits_and_who_has_them()
    {
        using var semaphore = SharedSemaphore.Create(_name, 3);
        _ = semaphore.Acquire();
        _ = semaphore.Acquire();
        var told = TheLock();
        Assert.Equal((3, 1, "1 of 3 free"), (told.Permits, told.Available, told.State));
        Assert.Equal([0], told.Holders);
    }

    [Fact]
    public void An_event_tells_whether_it_is_set()
    {
        using var gate = SharedEvent.Create(_name, EventResetMode.ManualReset);
        Assert.Equal((false, "not set"), (TheLock().IsSet, TheLock().State));
        gate.Set();
        Assert.Equal((true, "set"), (TheLock().IsSet, TheLock().State));
    }

    [Fact]
    public void What_is_done_once_tells_how_far_it_is()
    {
        using var once = SharedOnce.Create(_name);
        Assert.Equal((false, "not begun"), (TheLock().IsDone, TheLock().State));
        Assert.True(once.TryEnter(out var given));
        Assert.Equal(("being done", 0), (TheLock().State, Assert.Single(TheLock().Holders)));
        given.Dispose();
        Assert.Equal(("not begun, once not finished", true), (TheLock().State, TheLock().IsAbandoned));
        Assert.True(once.TryEnter(out var done));
        done.Complete();
        Assert.Equal((true, "done", false), (TheLock().IsDone, TheLock().State, TheLock().IsAbandoned));
    }

    [Fact]
    public async Task A_barrier_tells_its_phase_and_who_has_come()
    {
        using var first = SharedBarrier.Create(_name, 2);
        Assert.Equal("phase 0, 0 of 1 arrived, 2 wanted", TheLock().State);
        using var second = SharedBarrier.Open(_name);
        var other = second.SignalAndWaitAsync().AsTask();
        Wait.Until(() => TheLock() is { Phase: 0, Members: 2, Arrived: 1, Waiters: [1] });
        _ = await first.SignalAndWaitAsync();
        Assert.Equal(0, (await other).Number);
        Assert.Equal("phase 1, 0 of 2 arrived", TheLock().State);
    }

    [Fact]
    public void Looking_removes_no_dead_names()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows a kill leaves nothing.");
        using var folder = new TemporaryFolder();
        using var mutex = SharedMutex.Create("live", new RegionOptions { Directory = folder.Path });
        using (var holder = ToolProcess.StartIn(folder.Path, "map", "create", "dead", "--size", "10"))
        {
            _ = holder.ReadLine();
            holder.Kill();
        }

        _ = RegionInspector.Inspect("live", new MapOptions { Directory = folder.Path });
        Assert.Empty(RegionInspector.Verify("live", new MapOptions { Directory = folder.Path }));
        Assert.Contains(MapInspector.List(folder.Path), map => map is { Name: @"Local\dead", IsLive: false });
    }

    [Fact]
    public void Looking_keeps_no_name_alive()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows a name lives as long as anybody has it open, to look at it too.");
        var mutex = SharedMutex.Create(_name);
        using var sight = RegionSight.TryOpen(_name, null);
        mutex.Dispose();
        Assert.Null(MapInspector.Find(_name));
        using var again = SharedMutex.Create(_name);
        Assert.False(sight!.IsAlive(0));
    }

    private LockInfo TheLock() => Assert.Single(RegionInspector.Inspect(_name)!.Locks);
}
