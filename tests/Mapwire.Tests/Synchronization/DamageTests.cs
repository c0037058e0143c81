using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

/// <summary>A lock that somebody wrote over: whoever finds out is told, and so is everybody who waits for it.</summary>
public class DamageTests
{
    // None that any kind of lock writes.
    private const long Impossible = 0x00000001_7FFF7FFF;

    [Theory]
    [MemberData(nameof(DoorPlace.All), MemberType = typeof(DoorPlace))]
    public async Task Damage_that_one_finds_is_told_to_everybody_who_waits(string which)
    {
        Assert.SkipWhen(which.StartsWith("semaphore", StringComparison.Ordinal), "Its permits are words of their own.");
        using var place = DoorPlace.Of(which);
        var first = place.Open();
        var sync = place.Open();
        var async = place.Open();
        _ = first.Enter();
        var thread = Worker.Start(() => sync.Enter());
        place.AwaitSleepers(1);
        var task = async.EnterAsync().AsTask();
        place.AwaitSleepers(2);
        place.Bytes.Word(place.Index) = Impossible;
        var failure = Assert.Throws<InvalidRegionException>(() => first.TryEnter(out _));
        Assert.Contains("000000017FFF7FFF", failure.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidRegionException>(thread.Failure());
        _ = await Assert.ThrowsAsync<InvalidRegionException>(() => DoorTests.Within(task));
        foreach (var door in (Door[])[first, sync, async])
        {
            _ = Assert.Throws<InvalidRegionException>(() => door.Enter());
            _ = Assert.Throws<InvalidRegionException>(() => door.Enter(TimeSpan.Zero, out _));
            _ = await Assert.ThrowsAsync<InvalidRegionException>(() => DoorTests.Within(door.EnterAsync().AsTask()));
            door.Dispose();
        }
    }

    [Fact]
    public async Task Damage_is_told_to_readers_who_wait()
    {
        using var place = new ByName<SharedReaderWriterLock>(LockApis.ReaderWriterLock);
        var writer = place.Create();
        var readers = new[] { place.Open(), place.Open() };
        var hold = writer.AcquireWrite();
        var thread = Worker.Start(() => readers[0].AcquireRead());
        var task = readers[1].AcquireReadAsync().AsTask();
        place.AwaitSleepers(2);
        place.Bytes.Word(place.Index) = Impossible;
        _ = Assert.Throws<InvalidRegionException>(hold.Release);
        Assert.IsType<InvalidRegionException>(thread.Failure());
        _ = await Assert.ThrowsAsync<InvalidRegionException>(() => task.WaitAsync(Worker.Watchdog));
    }

    [Fact]
    public async Task Damage_is_told_to_writers_who_wait_for_readers_to_leave()
    {
        using var place = new InRegion<SharedReaderWriterLock>(LockApis.ReaderWriterLock);
        var reader = place.Create();
        var writers = new[] { place.Open(), place.Open() };
        var hold = reader.AcquireRead();
        var thread = Worker.Start(() => writers[0].AcquireWrite());
        place.AwaitSleepers(1);
        var task = writers[1].AcquireWriteAsync().AsTask();
        place.AwaitSleepers(2);
        place.Bytes.Word(place.Index) = Impossible;
        _ = Assert.Throws<InvalidRegionException>(() => reader.TryAcquireRead(out _));
        Assert.IsType<InvalidRegionException>(thread.Failure());
        _ = await Assert.ThrowsAsync<InvalidRegionException>(() => task.WaitAsync(Worker.Watchdog));
        Worker.Start(writers[0].Dispose).Join();
        Worker.Start(writers[1].Dispose).Join();
        hold.Dispose();
    }

    [Fact]
    public async Task Damage_of_a_permit_is_told_to_everybody_who_waits()
    {
        using var place = new ByName<SharedSemaphore>(LockApis.Semaphore(1));
        var first = place.Create();
        var second = place.Open();
        var permit = first.Acquire();
        var waiting = second.AcquireAsync().AsTask();
        place.AwaitSleepers();
        place.Bytes.View.At<long>(place.Bytes.Entry(0).Offset + LockLayout.SizeOf(LockKind.Mutex, 0, 64)) = Impossible;
        _ = Assert.Throws<InvalidRegionException>(() => first.TryAcquire(out _));
        _ = await Assert.ThrowsAsync<InvalidRegionException>(() => waiting.WaitAsync(Worker.Watchdog));
        _ = Assert.Throws<SynchronizationLockException>(permit.Release);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Bell.Rung)]
    [InlineData(Bell.Given)]
    [InlineData(Bell.Waits)]
    [InlineData(-1)]
    [InlineData(0x12345678)]
    public async Task Closing_ends_the_waits_whatever_their_bells_say(int bell)
    {
        using var place = new InRegion<SharedMutex>(LockApis.Mutex);
        var first = place.Create();
        var second = place.Open();
        var third = place.Open();
        var hold = first.Acquire();
        var thread = Worker.Start(() => second.Acquire());
        var task = third.AcquireAsync().AsTask();
        place.AwaitSleepers(2);
        place.Bytes.Cell(place.Index, 1).Bell = bell;
        place.Bytes.Cell(place.Index, 2).Bell = bell;
        Worker.Start(second.Dispose).Join();
        Worker.Start(third.Dispose).Join();
        Assert.IsType<ObjectDisposedException>(thread.Failure());
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => task.WaitAsync(Worker.Watchdog));
        hold.Release();
        first.Acquire().Release();
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    [InlineData(0x12345678)]
    [InlineData(0x12345679)]
    public async Task A_bell_that_says_what_nobody_writes_is_rung_all_the_same(int bell)
    {
        using var place = new ByName<SharedMutex>(LockApis.Mutex);
        var first = place.Create();
        var second = place.Open();
        var third = place.Open();
        var hold = first.Acquire();
        var thread = Worker.Start(() => second.Acquire().Release());
        place.AwaitSleepers(1);
        place.Bytes.Cell(place.Index, 1).Bell = bell;
        hold.Release();
        if (bell == (Bell.Waits | Bell.Starves))
        {
            // It says that its owner is awake, so nobody wakes it: closing does.
            second.Dispose();
            Assert.IsType<ObjectDisposedException>(thread.Failure());
            return;
        }

        thread.Join();
        hold = first.Acquire();
        var task = third.AcquireAsync().AsTask();
        place.AwaitSleepers(1);
        place.Bytes.Cell(place.Index, 2).Bell = bell;
        hold.Release();
        (await task.WaitAsync(Worker.Watchdog)).Release();
    }
}
