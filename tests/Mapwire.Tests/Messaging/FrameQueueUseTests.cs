using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>What queues of frames refuse, what ends a frame and a lease, and what an error says.</summary>
public class FrameQueueUseTests
{
    [Fact]
    public void A_frame_of_a_queue_is_used_until_it_ends_and_a_second_end_does_nothing()
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Small);
        using var reader = FrameQueueReader<long>.Open(writer.Name);
        Assert.True(FrameQueues.TryPut(writer, 1));
        var first = reader.Read();
        var copy = first;
        first.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(() => first.Span.Length);
        _ = Assert.Throws<ObjectDisposedException>(() => copy.Memory.Length);
        Assert.True(FrameQueues.TryPut(writer, 2));
        var second = reader.Read();

        // In the same slot, and in the same hand.
        copy.Dispose();
        first.GiveBack();
        Assert.True(FrameQueues.IsWhole(second));
        Assert.Equal((FrameSlotState.Published, 2L), (writer.Slots[0].State, writer.Slots[0].Generation));
        Assert.Equal([1], writer.Slots[0].Holders);
        Assert.Equal(1, writer.Counts.Read);
        reader.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(() => second.Span.Length);
        _ = Assert.Throws<ObjectDisposedException>(() => reader.TryRead(out _));
        second.Dispose();
        Assert.True(writer.Slots[0].IsWaiting);
        default(QueueFrame<long>).Dispose();
        default(QueueFrame<long>).GiveBack();
        _ = Assert.Throws<ObjectDisposedException>(() => default(QueueFrame<long>).Span.Length);
    }

    [Fact]
    public void A_lease_of_a_queue_is_used_until_it_ends_and_a_second_end_does_nothing()
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Small);
        using var reader = FrameQueueReader<long>.Open(writer.Name);
        var first = writer.Lease();
        Assert.Contains("open claim", Assert.Throws<InvalidOperationException>(() => writer.TryLease(out _)).Message, StringComparison.Ordinal);
        first.Publish(1, 0);
        _ = Assert.Throws<ObjectDisposedException>(() => first.Span.Length);
        _ = Assert.Throws<ObjectDisposedException>(() => first.Publish(2));
        var second = writer.Lease();
        first.Dispose();
        Assert.Equal(FrameQueues.Bytes, second.Memory.Length);
        second.Dispose();
        second.Dispose();
        Assert.Equal(FrameSlotState.Free, writer.Slots[1].State);
        var third = writer.Lease();
        writer.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(() => third.Span.Length);
        _ = Assert.Throws<ObjectDisposedException>(() => writer.TryLease(out _));
        third.Dispose();
        using var frame = reader.Read();
        Assert.Equal((1, 0), (frame.Metadata, frame.Length));
        Assert.False(reader.TryRead(out _));
        Assert.Empty(RegionInspector.Verify(reader.Name));
    }

    [Fact]
    public void What_is_longer_than_a_frame_of_a_queue_is_refused_with_both_sizes()
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Small);
        var told = Assert.Throws<ArgumentException>(() => writer.TryWrite(new byte[5001], 1));
        Assert.Contains("5001 bytes", told.Message, StringComparison.Ordinal);
        Assert.Contains("5000 at most", told.Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentException>(() => writer.Write(new byte[5001], 1));
        using var lease = writer.Lease();
        Assert.Contains("5000 at most", Assert.Throws<ArgumentException>(() => lease.Publish(1, 5001)).Message, StringComparison.Ordinal);
        lease.Publish(1, 5000);
    }

    [Fact]
    public void Where_a_queue_has_no_frame_the_error_says_who_has_them()
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Of(QueueFullMode.Wait, 5));
        using var other = FrameQueueWriter<long>.Open(writer.Name, new FrameQueueOptions { ParticipantName = "filling one" });
        using var slow = FrameQueueReader<long>.Open(writer.Name, new FrameQueueOptions { ParticipantName = "slow one" });
        using var lease = other.Lease();
        for (var number = 0; number < 4; number++)
        {
            Assert.True(FrameQueues.TryPut(writer, number));
        }

        var (first, second) = (slow.Read(), slow.Read());
        second.GiveBack();
        using (var third = new FrameQueueEye(writer.Name))
        {
            var told = Assert.Throws<TimeoutException>(() => writer.Lease(TimeSpan.Zero));
            Assert.Contains("Of its 5", told.Message, StringComparison.Ordinal);
            Assert.Contains($"1 being filled by filling one (process {Environment.ProcessId})", told.Message, StringComparison.Ordinal);
            Assert.Contains($"1 held by slow one (process {Environment.ProcessId})", told.Message, StringComparison.Ordinal);
            Assert.Contains("3 not read yet", told.Message, StringComparison.Ordinal);
        }

        first.Dispose();
        Assert.True(FrameQueues.TryPut(writer, 3));
    }

    [Fact]
    public void Where_there_is_no_room_to_tell_of_a_frame_the_writer_waits_for_that()
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Of(QueueFullMode.Wait, 2));
        using var reader = FrameQueueReader<long>.Open(writer.Name);
        Assert.True(FrameQueues.TryPut(writer, 0));
        var held = reader.Read();
        var number = 1;
        for (; FrameQueues.TryPut(writer, number); number++)
        {
            reader.Read().Dispose();
        }

        Assert.InRange(number, 1000, 2000);
        Assert.Contains("There was no room", Assert.Throws<TimeoutException>(() => writer.Lease(TimeSpan.Zero)).Message, StringComparison.Ordinal);
        Assert.True(FrameQueues.IsWhole(held));
        held.Dispose();
        Assert.True(FrameQueues.TryPut(writer, number));
    }

    [Fact]
    public void What_is_no_queue_of_such_frames_is_refused()
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Small);
        _ = Assert.Throws<InvalidRegionException>(() => FrameQueueReader<int>.Open(writer.Name));
        _ = Assert.Throws<InvalidRegionException>(() => QueueReader<long>.Open(writer.Name));
        _ = Assert.Throws<InvalidRegionException>(() => QueueReader.Open(writer.Name));
        _ = Assert.Throws<InvalidRegionException>(() => QueueWriter.Open(writer.Name));
        _ = Assert.Throws<InvalidRegionException>(() => FrameSubscriber<long>.Open(writer.Name));
        using var plain = QueueWriter<long>.Create(UniqueName.Local());
        _ = Assert.Throws<InvalidRegionException>(() => FrameQueueReader<long>.Open(plain.Name));
        using var topic = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        _ = Assert.Throws<InvalidRegionException>(() => FrameQueueWriter<long>.Open(topic.Name));
        _ = Assert.Throws<FileNotFoundException>(() => FrameQueueReader.Open(UniqueName.Local()));
        Assert.False(FrameQueueWriter.TryOpen(UniqueName.Local(), out _));
        Assert.False(FrameQueueReader.TryOpen(UniqueName.Local(), out _));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new FrameQueueOptions { FrameCount = 0 });
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new FrameQueueOptions { FrameCount = 4097 });
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new FrameQueueOptions { FrameBytes = 0 });
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new FrameQueueOptions { FullMode = (QueueFullMode)3 });
        using var only = FrameQueueWriter<long>.Create(UniqueName.Local(), new FrameQueueOptions { FrameBytes = 1, SingleReader = true, SingleWriter = true });
        using var reader = FrameQueueReader<long>.Open(only.Name);
        _ = Assert.Throws<InvalidOperationException>(() => FrameQueueReader<long>.Open(only.Name));
        _ = Assert.Throws<InvalidOperationException>(() => FrameQueueWriter<long>.Open(only.Name));
    }

    [Fact]
    public async Task A_completed_queue_of_frames_is_read_to_its_end()
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Small);
        using var reader = FrameQueueReader<long>.Open(writer.Name);
        writer.Write(new byte[10], 1);
        var lease = writer.Lease();
        var reading = Task.Run(async () =>
        {
            List<long> found = [];
            await foreach (var frame in reader.ReadAllAsync(TestContext.Current.CancellationToken))
            {
                using (frame)
                {
                    found.Add(frame.Metadata);
                }
            }

            return found;
        });
        lease.Publish(2);
        Assert.True(writer.Complete());
        Assert.Equal([1, 2], await reading.WaitAsync(Wait.Watchdog, TestContext.Current.CancellationToken));
        Assert.False(writer.TryLease(out _));
        Assert.False(reader.WaitToRead(TimeSpan.Zero));
        _ = Assert.Throws<QueueCompletedException>(() => writer.Lease());
        _ = await Assert.ThrowsAsync<QueueCompletedException>(async () => await writer.LeaseAsync(TestContext.Current.CancellationToken));
        _ = Assert.Throws<QueueCompletedException>(() => reader.Read());
        _ = await Assert.ThrowsAsync<QueueCompletedException>(async () => await reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_reader_may_have_all_frames_of_a_queue()
    {
        const int Count = 300;
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), new FrameQueueOptions { FrameBytes = 8, FrameCount = Count, MaxParticipants = 2 });
        using var reader = FrameQueueReader<long>.Open(writer.Name);
        for (var round = 0; round < 2; round++)
        {
            for (var number = 0; number < Count; number++)
            {
                writer.Write([], number, TimeSpan.Zero);
            }

            var held = Enumerable.Range(0, Count).Select(_ => reader.Read(TimeSpan.Zero)).ToList();
            Assert.Equal(Enumerable.Range(0, Count).Select(number => (long)number), held.Select(one => one.Metadata));
            held.ForEach(one => one.Dispose());
        }
    }

    [Fact]
    public void The_end_comes_when_all_is_done_also_what_the_reader_keeps_itself()
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Small);
        using var reader = FrameQueueReader<long>.Open(writer.Name);
        Assert.True(FrameQueues.TryPut(writer, 1));
        var kept = reader.Read(TimeSpan.Zero);
        Assert.True(writer.Complete());
        _ = Assert.Throws<TimeoutException>(() => reader.Read(TimeSpan.Zero));
        kept.Dispose();
        _ = Assert.Throws<QueueCompletedException>(() => reader.Read(Wait.Watchdog));
    }

    [Fact]
    public void One_reader_may_keep_thousands_of_frames()
    {
        const int Count = 3000;
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), new FrameQueueOptions { FrameBytes = 64, FrameCount = Count, MaxParticipants = 8 });
        using var reader = FrameQueueReader<long>.Open(writer.Name);
        for (var number = 0; number < Count; number++)
        {
            Assert.True(writer.TryWrite(new byte[8], number));
            Assert.Equal(number, reader.Read(TimeSpan.Zero).Metadata);
        }

        Assert.False(writer.TryWrite(new byte[8], Count));
    }

    [Fact]
    public void What_has_ended_can_still_be_told_in_words()
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Small);
        using var reader = FrameQueueReader<long>.Open(writer.Name);
        var lease = writer.Lease(TimeSpan.Zero);
        Assert.Equal("room for a frame", lease.ToString());
        lease.Publish(7, 3);
        Assert.Equal("room for a frame, ended", lease.ToString());
        var frame = reader.Read(TimeSpan.Zero);
        frame.Dispose();
        Assert.Equal("frame of 3 bytes, 7", frame.ToString());
        Assert.Equal("frame of 0 bytes, 0", default(QueueFrame<long>).ToString());
        Assert.Equal("frame of 0 bytes, 0", default(Frame<long>).ToString());
    }

    [Fact]
    public void A_negative_time_is_refused_though_there_is_room()
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Small);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write(new byte[1], 0, TimeSpan.FromSeconds(-5)));
        Assert.Equal(0, writer.Counts.Written);
    }
}
