using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Nothing that is done again and again with a queue allocates, and who waits uses no processor.</summary>
[Collection(Alone.Name)]
public class QueueAllocationTests
{
    private const int Waits = 300;

    [Theory]
    [InlineData(QueueFullMode.Wait, false)]
    [InlineData(QueueFullMode.Wait, true)]
    [InlineData(QueueFullMode.DropNewest, false)]
    [InlineData(QueueFullMode.DropOldest, false)]
    public void Messages_of_bytes_allocate_nothing(QueueFullMode mode, bool isOnly)
    {
        using var ends = new Ends(new QueueOptions { Capacity = Messages.Smallest, FullMode = mode, SingleReader = isOnly });
        var bytes = Messages.Of(1, 100);
        NoAllocation.Hold(() =>
        {
            _ = ends.Writer.TryWrite(bytes);
            _ = ends.Writer.TryWrite(bytes, TimeSpan.Zero);
            _ = ends.Reader.TryRead(out var message) && message.Span.Length == 100;
            _ = ends.Reader.TryRead(TimeSpan.Zero, out _);
        });
        NoAllocation.Hold(() =>
        {
            if (ends.Writer.TryClaim(50, out var claim))
            {
                claim.GetSpan(20).Fill(1);
                claim.Advance(20);
                claim.Publish();
            }

            if (ends.Writer.TryClaim(50, out claim))
            {
                claim.Dispose();
            }

            if (ends.Reader.TryLease(out var lease))
            {
                _ = lease.Span.Length;
                lease.Dispose();
            }
        });

        // In vain.
        while (ends.Reader.TryRead(out _))
        {
        }

        NoAllocation.Hold(() => _ = ends.Reader.TryRead(out _) || ends.Reader.TryLease(out _) || ends.Reader.WaitToRead(TimeSpan.Zero));
        for (var i = 0; i < 50; i++)
        {
            _ = ends.Writer.TryWrite(bytes);
        }

        NoAllocation.Hold(() => _ = ends.Writer.TryWrite(bytes) || ends.Writer.TryClaim(100, out _));
    }

    [Fact]
    public void Values_allocate_nothing()
    {
        using var writer = QueueWriter<long>.Create(UniqueName.Local());
        using var reader = QueueReader<long>.Open(writer.Name);
        var some = new long[5];
        NoAllocation.Hold(() =>
        {
            _ = writer.TryWrite(7);
            _ = writer.TryWrite(some);
            _ = reader.TryRead(out _);
            _ = reader.TryRead(some);
        });
    }

    [Fact]
    public void Waiting_with_a_thread_allocates_nothing()
    {
        using var ends = Ends.With(waiting: WaitStrategy.Park);
        var read = 0;
        var over = 0;
        var reads = Worker.Start(() =>
        {
            NoAllocation.Hold(() =>
            {
                _ = ends.Reader.TryRead(Timeout.InfiniteTimeSpan, out _);
                Volatile.Write(ref read, read + 1);
            });
            Volatile.Write(ref over, 1);
        });
        for (var i = 0; Volatile.Read(ref over) == 0 && !reads.HasEnded; i++)
        {
            Assert.True(ends.Writer.TryWrite([1]));
            while (Volatile.Read(ref read) <= i && Volatile.Read(ref over) == 0 && !reads.HasEnded)
            {
                Thread.Yield();
            }
        }

        reads.Join();
    }

    [Fact]
    public async Task Waiting_without_a_thread_allocates_nothing()
    {
        using var ends = Ends.With(waiting: WaitStrategy.Park);
        using var over = new CancellationTokenSource();
        var asked = 0;
        var writes = Worker.Start(() =>
        {
            for (var i = 0; !over.IsCancellationRequested;)
            {
                if (Volatile.Read(ref asked) > i)
                {
                    i++;
                    Assert.True(ends.Writer.TryWrite([1]));
                }
                else
                {
                    Thread.Yield();
                }
            }
        });
        await NoAllocation.HoldInProcess(Waits, async () =>
        {
            for (var i = 0; i < Waits; i++)
            {
                var wait = ends.Reader.WaitToReadAsync();
                Volatile.Write(ref asked, asked + 1);
                Assert.True(await wait);
                Assert.True(ends.Reader.TryRead(out _));
            }
        }).WaitAsync(Worker.Watchdog);
        await over.CancelAsync();
        writes.Join();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_waits_uses_no_processor(bool isAsync)
    {
        // Under Wine the time of a process is another's too.
        Conditions.NeedsLinux();
        using var ends = Ends.With();
        _ = ends.FillUp(100);
        using var reader = QueueReader<int>.Create(UniqueName.Local());
        using var cancellation = new CancellationTokenSource();
        var limit = TimeSpan.FromSeconds(1);
        var used = Environment.CpuUsage.TotalTime;
        if (isAsync)
        {
            cancellation.CancelAfter(limit);
            var reads = reader.ReadAsync(cancellation.Token).AsTask();
            _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ends.Writer.WriteAsync(new byte[100], cancellation.Token).AsTask());
            _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reads);
        }
        else
        {
            var writes = Worker.Start(() => ends.Writer.TryWrite(new byte[100], limit));
            Assert.False(reader.TryRead(limit, out _));
            writes.Join();
        }

        Assert.InRange(Environment.CpuUsage.TotalTime - used, TimeSpan.Zero, limit / 2);
    }
}
