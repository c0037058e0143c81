using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Closing a writer or a reader while another thread does something with it.</summary>
public class QueueDisposeTests
{
    private static readonly int _rounds = Messages.Times(60);

    public static TheoryData<string> Uses { get; } =
    [
        "write", "write many", "claim", "wait for room", "wait for room without a thread",
        "read", "lease", "wait to read", "wait without a thread", "counts",
    ];

    [Theory]
    [MemberData(nameof(Uses))]
    public void Who_uses_what_is_being_closed_is_told_and_leaves_the_queue_whole(string what)
    {
        var options = new QueueOptions { Capacity = Messages.Smallest, MaxParticipants = 6, MaxWriters = 2, Prefetch = 4 };
        using var keeper = QueueReader.Create(UniqueName.Local(), options);
        using var filler = QueueWriter.Open(keeper.Name, options);
        var random = new Random(1);
        for (var round = 0; round < _rounds; round++)
        {
            var writer = QueueWriter.Open(keeper.Name, options);
            var reader = QueueReader.Open(keeper.Name, options);
            _ = filler.TryWrite(Messages.Of(7, 30));
            var first = round % 3 == 0;
            using var ready = new ManualResetEventSlim();
            var uses = Worker.Start(() =>
            {
                for (var i = 0; ; i++)
                {
                    Use(what, writer, reader, i);
                    if (i == 3)
                    {
                        ready.Set();
                    }

                    if (first)
                    {
                        Thread.SpinWait(100);
                    }
                }
            });
            Assert.True(ready.Wait(Worker.Watchdog));
            Thread.SpinWait(random.Next(4000));
            var both = Worker.Start(() => (round % 2 == 0 ? (IDisposable)writer : reader).Dispose());
            writer.Dispose();
            reader.Dispose();
            both.Join();
            var failure = uses.Failure();
            Assert.True(failure is ObjectDisposedException, $"Round {round}: {failure}");
            Drain(keeper);
        }

        var counts = keeper.Counts;
        Assert.Equal(counts.Written, counts.Read);
    }

    [Theory]
    [InlineData(WaitStrategy.Park)]
    [InlineData(WaitStrategy.Spin)]
    [InlineData(WaitStrategy.SpinThenPark)]
    public async Task Everybody_who_waits_is_told(WaitStrategy waiting)
    {
        using var ends = Ends.With(waiting: waiting);
        var reader = ends.AnotherReader();
        var another = ends.AnotherReader();
        _ = ends.FillUp(100);
        Drain(ends.Reader);
        var waits = new List<Worker> { Worker.Start(() => reader.Read()), Worker.Start(() => another.Lease(Worker.Watchdog)) };
        var task = ends.Reader.ReadAsync().AsTask();
        Thread.SpinWait(100_000);
        Assert.All(waits, wait => Assert.False(wait.HasEnded));
        reader.Dispose();
        another.Dispose();
        ends.Reader.Dispose();
        Assert.All(waits, wait => Assert.IsType<ObjectDisposedException>(wait.Failure()));
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => task.WaitAsync(Worker.Watchdog));
        _ = ends.FillUp(100);
        var write = Worker.Start(() => ends.Writer.Write(new byte[100]));
        using var other = QueueWriter.Open(ends.Writer.Name, ends.Options);
        while (other.TryWrite(new byte[100]))
        {
        }

        var writes = other.WriteAsync(new byte[100]).AsTask();
        Thread.SpinWait(100_000);
        Assert.False(write.HasEnded || writes.IsCompleted);
        ends.Writer.Dispose();
        other.Dispose();
        Assert.IsType<ObjectDisposedException>(write.Failure());
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => writes.WaitAsync(Worker.Watchdog));
    }

    [Fact]
    public void A_claim_that_is_open_when_its_writer_is_closed_on_another_thread_is_dropped_or_published()
    {
        using var keeper = QueueReader.Create(UniqueName.Local(), new QueueOptions { Capacity = Messages.Smallest, MaxParticipants = 3, MaxWriters = 1 });
        var random = new Random(1);
        for (var round = 0; round < Messages.Times(200); round++)
        {
            var writer = QueueWriter.Open(keeper.Name);
            Assert.True(writer.TryClaim(500, out var claim));
            var closes = Worker.Start(() =>
            {
                Thread.SpinWait(random.Next(300));
                writer.Dispose();
            });
            var failure = Record.Exception(() =>
            {
                Messages.Fill(round, claim.Bytes);
                claim.Publish();
            });
            closes.Join();
            Assert.True(failure is null or ObjectDisposedException, $"{failure}");
            Assert.Equal(failure is null, keeper.TryRead(out var message));
            if (failure is null)
            {
                Messages.Check(round, 500, message.Span);
                Assert.False(keeper.TryRead(out _));
            }

            claim.Dispose();
            _ = Assert.Throws<ObjectDisposedException>(() => writer.TryWrite([1]));
        }
    }

    [Fact]
    public void Leases_that_end_while_their_reader_is_closed_are_done_or_anothers()
    {
        using var ends = Ends.With(prefetch: 1);
        var random = new Random(1);
        for (var round = 0; round < Messages.Times(100); round++)
        {
            var reader = ends.AnotherReader();
            for (var i = 0; i < 4; i++)
            {
                ends.Writer.Write(Messages.Of(i, 20));
            }

            var leases = Enumerable.Range(0, 4).Select(_ => reader.Lease()).ToList();
            var before = ends.Writer.Counts.Read;
            var closes = Worker.Start(() =>
            {
                Thread.SpinWait(random.Next(200));
                reader.Dispose();
            });
            foreach (var lease in leases)
            {
                Assert.True(Record.Exception(() => Messages.Check(lease.Span[0], 20, lease.Span)) is null or ObjectDisposedException or Xunit.Sdk.XunitException);
                Assert.True(Record.Exception(lease.Dispose) is null);
            }

            closes.Join();
            var done = ends.Writer.Counts.Read - before;
            Assert.Equal(4 - done, Drain(ends.Reader));
            Assert.Equal(before + 4, ends.Writer.Counts.Read);
        }
    }

    private static int Drain(QueueReader reader)
    {
        var count = 0;
        for (; reader.TryRead(out _); count++)
        {
        }

        return count;
    }

    private static void Use(string what, QueueWriter writer, QueueReader reader, int i)
    {
        switch (what)
        {
            case "write":
                _ = writer.TryWrite(Messages.Of(i, i % 100));
                _ = reader.TryRead(out _);
                break;
            case "write many":
                for (var j = 0; j < 50; j++)
                {
                    _ = writer.TryWrite([1, 2, 3]);
                }

                break;
            case "claim":
                if (writer.TryClaim(20, out var claim))
                {
                    using (claim)
                    {
                        claim.Bytes.Fill(1);
                        claim.Publish(i % 20);
                    }
                }

                break;
            case "wait for room":
                _ = writer.TryWrite(new byte[500], TimeSpan.FromMicroseconds(100));
                break;
            case "wait for room without a thread":
                if (i < 5)
                {
                    _ = writer.TryWrite(new byte[500]);
                }
                else
                {
                    writer.WriteAsync(new byte[500]).AsTask().GetAwaiter().GetResult();
                }

                break;
            case "read":
                _ = reader.TryRead(out _);
                _ = writer.TryWrite([1]);
                break;
            case "lease":
                _ = writer.TryWrite([1]);
                if (reader.TryLease(out var lease))
                {
                    _ = i % 3 == 0 ? lease.Length : lease.Span.Length;
                    if (i % 2 == 0)
                    {
                        lease.Dispose();
                    }
                    else
                    {
                        lease.GiveBack();
                    }
                }

                break;
            case "wait to read":
                _ = reader.TryRead(TimeSpan.FromMicroseconds(50), out _);
                break;
            case "wait without a thread":
                if (i < 5)
                {
                    _ = reader.TryRead(out _);
                }
                else
                {
                    _ = reader.ReadAsync().AsTask().GetAwaiter().GetResult();
                }

                break;
            default:
                _ = reader.Counts;
                _ = writer.Counts;
                _ = reader.Error;
                break;
        }
    }
}
