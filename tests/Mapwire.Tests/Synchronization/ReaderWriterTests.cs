using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

public sealed class ReaderWriterTests : LockContract<SharedReaderWriterLock>
{
    public static TheoryData<string> Places { get; } = ["by name", "in a region"];

    private protected override LockApi<SharedReaderWriterLock> Api => LockApis.ReaderWriterLock;

    [Theory]
    [MemberData(nameof(Places))]
    public void Readers_share_and_writers_do_not(string where)
    {
        using var place = PlaceOf(where);
        var first = place.Create();
        var second = place.Open();
        var readers = new[] { first.AcquireRead(), first.AcquireRead(), second.AcquireRead() };
        Assert.True(second.TryAcquireRead(out var more));
        Assert.False(first.TryAcquireWrite(out _));
        Assert.False(second.TryAcquireWrite(TimeSpan.FromMilliseconds(5), out _));
        more.Release();
        foreach (var reader in readers)
        {
            Assert.False(second.TryAcquireWrite(out _));
            reader.Release();
        }

        Assert.True(second.TryAcquireWrite(out var writer));
        Assert.False(first.TryAcquireRead(out _));
        Assert.False(second.TryAcquireRead(out _));
        Assert.False(first.TryAcquireRead(TimeSpan.FromMilliseconds(5), out _));
        Assert.False(first.TryAcquireWrite(out _));
        writer.Release();
        Assert.True(first.TryAcquireRead(out var last));
        last.Release();
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_writer_that_leaves_lets_in_everybody_who_waits_to_read(string where)
    {
        using var place = PlaceOf(where);
        var first = place.Create();
        var others = new[] { place.Open(), place.Open(), place.Open() };
        for (var round = 0; round < 30; round++)
        {
            var writer = first.AcquireWrite();
            var tasks = others.SelectMany(other => Enumerable.Range(0, 3).Select(_ => other.AcquireReadAsync().AsTask())).ToList();
            var thread = Worker.Start(() => first.AcquireRead().Release());
            place.AwaitSleepers(3);
            writer.Release();
            var readers = await Task.WhenAll(tasks).WaitAsync(Worker.Watchdog);
            thread.Join();
            Assert.False(first.TryAcquireWrite(out _));
            Assert.All(readers, reader => reader.Release());
            Assert.All(readers, reader => Assert.Throws<SynchronizationLockException>(reader.Release));
        }

        first.AcquireWrite().Release();
    }

    [Fact]
    public void A_hold_is_released_once()
    {
        using var one = SharedReaderWriterLock.Create(UniqueName.Local());
        var reader = one.AcquireRead();
        var copy = reader;
        reader.Release();
        _ = Assert.Throws<SynchronizationLockException>(copy.Release);
        copy.Dispose();
        var writer = one.AcquireWrite();
        writer.Release();
        _ = Assert.Throws<SynchronizationLockException>(writer.Release);
        _ = Assert.Throws<SynchronizationLockException>(writer.MarkRepaired);
        writer.Dispose();
        ReaderHold noReader = default;
        WriterHold noWriter = default;
        _ = Assert.Throws<SynchronizationLockException>(noReader.Release);
        _ = Assert.Throws<SynchronizationLockException>(noWriter.Release);
        _ = Assert.Throws<SynchronizationLockException>(noWriter.MarkRepaired);
        noReader.Dispose();
        noWriter.Dispose();
        for (var round = 0; round < 100; round++)
        {
            var held = Enumerable.Range(0, 20).Select(_ => one.AcquireRead()).ToList();
            Assert.False(one.TryAcquireWrite(out _));
            held.ForEach(hold => hold.Release());
            Assert.All(held, hold => Assert.Throws<SynchronizationLockException>(hold.Release));
            Assert.True(one.TryAcquireWrite(out var next));
            next.Release();
        }
    }

    [Fact]
    public void What_a_closed_writer_left_is_told_to_readers_and_writers_until_it_is_repaired()
    {
        using var one = SharedReaderWriterLock.Create(UniqueName.Local());
        var other = SharedReaderWriterLock.Open(one.Name);
        var lost = other.AcquireWrite();
        other.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(lost.Release);
        lost.Dispose();
        using (var reader = one.AcquireRead())
        {
            Assert.True(reader.IsAbandoned);
        }

        using (var writer = one.AcquireWrite())
        {
            Assert.True(writer.IsAbandoned);
            writer.MarkRepaired();
        }

        using (var reader = one.AcquireRead())
        {
            Assert.False(reader.IsAbandoned);
        }

        var third = SharedReaderWriterLock.Open(one.Name);
        _ = third.AcquireRead();
        third.Dispose();
        using var last = one.AcquireWrite();
        Assert.False(last.IsAbandoned);
    }

    internal static LockPlace<SharedReaderWriterLock> PlaceOf(string where)
    {
        var options = new RegionOptions { MaxParticipants = 128 };
        return where == "by name"
            ? new ByName<SharedReaderWriterLock>(LockApis.ReaderWriterLock) { Options = options }
            : new InRegion<SharedReaderWriterLock>(LockApis.ReaderWriterLock) { Options = options };
    }
}
