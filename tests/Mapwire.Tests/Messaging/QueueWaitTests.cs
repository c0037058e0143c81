using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Waiting for a message, and for room.</summary>
public class QueueWaitTests
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(2);

    public static TheoryData<WaitStrategy> Strategies { get; } = [WaitStrategy.SpinThenPark, WaitStrategy.Park, WaitStrategy.Spin];

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Who_waits_in_vain_is_told_so(WaitStrategy waiting)
    {
        using var ends = Ends.With(waiting: waiting);
        foreach (var time in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromTicks(1), _short])
        {
            Assert.False(ends.Reader.TryRead(time, out _));
            Assert.False(ends.Reader.TryLease(time, out _));
            Assert.False(ends.Reader.WaitToRead(time));
            _ = Assert.Throws<TimeoutException>(() => ends.Reader.Read(time));
            _ = Assert.Throws<TimeoutException>(() => ends.Reader.Lease(time));
        }

        foreach (var time in (TimeSpan[])[TimeSpan.FromTicks(-1), TimeSpan.FromMilliseconds(-2), TimeSpan.MinValue])
        {
            _ = Assert.Throws<ArgumentOutOfRangeException>(() => ends.Reader.TryRead(time, out _));
            _ = Assert.Throws<ArgumentOutOfRangeException>(() => ends.Reader.TryLease(time, out _));
            _ = Assert.Throws<ArgumentOutOfRangeException>(() => ends.Reader.WaitToRead(time));
            _ = Assert.Throws<ArgumentOutOfRangeException>(() => ends.Writer.TryWrite([1], time));
        }

        await AssertCancelsAsync(token => ends.Reader.ReadAsync(token).AsTask());
        await AssertCancelsAsync(token => ends.Reader.LeaseAsync(token).AsTask());
        await AssertCancelsAsync(token => ends.Reader.WaitToReadAsync(token).AsTask());
        await AssertCancelsAsync(token => ends.Reader.ReadAllAsync(token).GetAsyncEnumerator(token).MoveNextAsync().AsTask());
        _ = ends.FillUp(500);
        await AssertCancelsAsync(token => ends.Writer.WriteAsync(new byte[500], token).AsTask());
        await AssertCancelsAsync(token => ends.Writer.WaitToWriteAsync(500, token).AsTask());
        Assert.True(ends.Reader.TryRead(TimeSpan.Zero, out _));
        Assert.True(ends.Reader.TryRead(TimeSpan.MaxValue, out _));
        Assert.True(ends.Reader.WaitToRead(Timeout.InfiniteTimeSpan));
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Reader_and_writer_wait_for_each_other_with_their_threads(WaitStrategy waiting)
    {
        // Who spins takes a processor from the others.
        var count = Messages.Times(waiting == WaitStrategy.Spin ? 2_000 : 20_000);
        using var ends = Ends.With(prefetch: 4, waiting: waiting);
        var writes = Worker.Start(() =>
        {
            for (var i = 0; i < count; i++)
            {
                ends.Writer.Write(Messages.Of(i, i % 300));
            }
        });
        for (var i = 0; i < count; i++)
        {
            Messages.Check(i, i % 300, ends.Reader.Read(Worker.Watchdog).Span);
        }

        writes.Join();
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Reader_and_writer_wait_for_each_other_without_threads(WaitStrategy waiting)
    {
        var count = Messages.Times(3_000);
        using var ends = Ends.With(prefetch: 2, waiting: waiting);
        var writes = Task.Run(async () =>
        {
            for (var i = 0; i < count; i++)
            {
                await ends.Writer.WriteAsync(Messages.Of(i, i % 900));
            }
        });
        for (var i = 0; i < count; i++)
        {
            if (i % 2 == 0)
            {
                Messages.Check(i, i % 900, (await ends.Reader.ReadAsync().AsTask().WaitAsync(Worker.Watchdog)).Span);
            }
            else
            {
                var lease = await ends.Reader.LeaseAsync().AsTask().WaitAsync(Worker.Watchdog);
                Messages.Check(i, i % 900, lease.Span);
                lease.Dispose();
            }
        }

        await writes.WaitAsync(Worker.Watchdog);
    }

    // One message at a time, so that each side sleeps, or is about to, when the other tells it.
    [Theory]
    [InlineData(WaitStrategy.Park, false)]
    [InlineData(WaitStrategy.Park, true)]
    [InlineData(WaitStrategy.SpinThenPark, false)]
    [InlineData(WaitStrategy.Spin, true)]
    public async Task No_wake_is_lost(WaitStrategy waiting, bool isAsync)
    {
        var count = Messages.Times(10_000);
        var options = new QueueOptions { Capacity = Messages.Smallest, MaxParticipants = 4, Waiting = waiting };
        using var there = QueueWriter<int>.Create(UniqueName.Local(), options);
        using var thereEnd = QueueReader<int>.Open(there.Name, options);
        using var back = QueueWriter<int>.Create(UniqueName.Local(), options);
        using var backEnd = QueueReader<int>.Open(back.Name, options);
        await Task.WhenAll(
            Task.Run(() => BounceAsync(thereEnd, back, isAsync, count, isFirst: false)),
            Task.Run(() => BounceAsync(backEnd, there, isAsync, count, isFirst: true))).WaitAsync(Worker.Watchdog);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(64, true)]
    public void Everybody_who_sleeps_gets_one_of_many_messages_that_come_at_once(int prefetch, bool leases)
    {
        using var writer = QueueWriter<int>.Create(UniqueName.Local(), new QueueOptions { MaxParticipants = 8 });
        var options = new QueueOptions { Waiting = WaitStrategy.Park, Prefetch = prefetch };
        using var bytes = new QueueBytes(writer.Name);
        var readers = Enumerable.Range(0, 4).Select(_ => QueueReader<int>.Open(writer.Name, options)).ToList();
        for (var round = 0; round < 10; round++)
        {
            var threads = readers.ConvertAll(reader => Worker.Start(() =>
            {
                if (leases)
                {
                    reader.Lease().Dispose();
                }
                else
                {
                    _ = reader.Read();
                }
            }));
            bytes.AwaitReaders(4);
            Assert.Equal(4, writer.TryWrite([1, 2, 3, 4]));
            threads.ForEach(thread => thread.Join());
        }

        readers.ForEach(reader => reader.Dispose());
    }

    [Fact]
    public async Task Who_gives_up_passes_on_what_it_was_rung_for()
    {
        using var ends = Ends.With(prefetch: 1, waiting: WaitStrategy.Park);
        using var second = ends.AnotherReader();
        var random = new Random(1);
        for (var round = 0; round < Messages.Times(200); round++)
        {
            using var cancellation = new CancellationTokenSource();
            var first = ends.Reader.WaitToReadAsync(cancellation.Token).AsTask();
            var waits = Worker.Start(() => second.Read());
            ends.Bytes.AwaitReaders(2);
            var cancels = Worker.Start(() =>
            {
                Thread.SpinWait(random.Next(2000));
                cancellation.Cancel();
            });
            Thread.SpinWait(random.Next(1000));
            ends.Writer.Write(Messages.Of(round, 8));
            cancels.Join();
            if (await Record.ExceptionAsync(() => first.WaitAsync(Worker.Watchdog)) is null)
            {
                // It was told of the message, and does not want it.
                ends.Writer.Write(Messages.Of(round, 8));
            }

            waits.Join();
            while (ends.Reader.TryRead(out _))
            {
            }
        }
    }

    [Fact]
    public async Task Several_wait_through_one_reader()
    {
        using var ends = Ends.With(waiting: WaitStrategy.Park);
        var first = ends.Reader.WaitToReadAsync().AsTask();
        var second = ends.Reader.WaitToReadAsync().AsTask();
        ends.Bytes.AwaitReaders();
        Assert.False(first.IsCompleted || second.IsCompleted);
        ends.Writer.Write([1]);
        Assert.True(await first.WaitAsync(Worker.Watchdog));
        Assert.True(await second.WaitAsync(Worker.Watchdog));
        Assert.True(ends.Reader.TryRead(out _));
        var third = ends.Reader.WaitToReadAsync().AsTask();
        var fourth = ends.Reader.WaitToReadAsync().AsTask();
        ends.Reader.Dispose();
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => third.WaitAsync(Worker.Watchdog));
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => fourth.WaitAsync(Worker.Watchdog));
    }

    [Fact]
    public async Task A_message_that_is_there_is_read_whatever_the_token_says_but_for_one_cancelled_before()
    {
        using var ends = new Ends();
        ends.Writer.Write([1]);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ends.Reader.ReadAsync(cancelled.Token).AsTask());
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ends.Reader.LeaseAsync(cancelled.Token).AsTask());
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ends.Writer.WriteAsync(new byte[1], cancelled.Token).AsTask());
        Assert.Equal(1, ends.Writer.Counts.Written);
        using var live = new CancellationTokenSource();
        Assert.Equal(1, (await ends.Reader.ReadAsync(live.Token)).Length);
        await live.CancelAsync();
        Assert.False(ends.Reader.TryRead(out _));
    }

    private static async Task BounceAsync(QueueReader<int> reader, QueueWriter<int> writer, bool isAsync, int count, bool isFirst)
    {
        for (var i = 0; i < count; i++)
        {
            if (isFirst)
            {
                writer.Write(i);
            }

            Assert.Equal(i, isAsync ? await reader.ReadAsync() : reader.Read(Worker.Watchdog));
            if (!isFirst)
            {
                writer.Write(i);
            }
        }
    }

    private static async Task AssertCancelsAsync(Func<CancellationToken, Task> wait)
    {
        using var cancellation = new CancellationTokenSource();
        var waits = wait(cancellation.Token);
        Assert.False(waits.IsCompleted);
        await cancellation.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits.WaitAsync(Worker.Watchdog));
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait(cancellation.Token).WaitAsync(Worker.Watchdog));
    }
}
