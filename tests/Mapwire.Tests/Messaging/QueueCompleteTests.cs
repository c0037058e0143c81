using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>The end of a queue.</summary>
public class QueueCompleteTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("the disk is full")]
    public async Task Nothing_is_written_after_the_end_and_everything_is_read(string? error)
    {
        using var ends = Ends.With(prefetch: 1);
        using var other = QueueWriter.Open(ends.Reader.Name);
        Assert.Empty(ends.Reader.Error);
        Assert.True(ends.Writer.TryWrite(Messages.Of(0, 8)));
        Assert.True(ends.Writer.TryWrite(Messages.Of(1, 8)));
        Assert.True(ends.Writer.Complete(error));
        Assert.False(ends.Writer.Complete("too late"));
        Assert.False(other.Complete());
        foreach (var writer in (QueueWriter[])[ends.Writer, other])
        {
            await AssertRefusesAsync(writer, error ?? string.Empty);
        }

        Assert.Equal(error ?? string.Empty, ends.Reader.Error);
        Assert.True(await ends.Reader.WaitToReadAsync());
        Assert.True(ends.Reader.WaitToRead(TimeSpan.Zero));
        Messages.Check(0, 8, (await ends.Reader.ReadAsync()).Span);
        Assert.True(ends.Reader.TryLease(out var lease));
        Messages.Check(1, 8, lease.Span);

        // It could still be given back.
        Assert.False(ends.Reader.TryRead(out _));
        Assert.False(ends.Reader.TryRead(TimeSpan.FromMilliseconds(1), out _));
        _ = Assert.Throws<TimeoutException>(() => ends.Reader.Read(TimeSpan.FromMilliseconds(1)));
        lease.Dispose();
        await AssertFinishedAsync(ends.Reader, error ?? string.Empty);
        using var late = ends.AnotherReader();
        await AssertFinishedAsync(late, error ?? string.Empty);
        using var lateWriter = QueueWriter.Open(ends.Reader.Name);
        await AssertRefusesAsync(lateWriter, error ?? string.Empty);
    }

    [Fact]
    public async Task Everybody_who_waits_is_told_of_the_end()
    {
        using var ends = Ends.With(waiting: WaitStrategy.Park);
        var readers = Enumerable.Range(0, 2).Select(_ => ends.AnotherReader()).ToList();
        var read = Worker.Start(() => readers[0].Read());
        var lease = readers[1].LeaseAsync().AsTask();
        ends.Bytes.AwaitReaders(2);
        Assert.True(ends.Writer.Complete("over"));
        Assert.Equal("over", Assert.IsType<QueueCompletedException>(read.Failure()).Error);
        Assert.Contains("over", (await Assert.ThrowsAsync<QueueCompletedException>(() => lease.WaitAsync(Worker.Watchdog))).Message, StringComparison.Ordinal);
        readers.ForEach(reader => reader.Dispose());
    }

    [Fact]
    public async Task A_writer_that_waits_for_room_is_told_of_the_end()
    {
        using var ends = Ends.With(waiting: WaitStrategy.Park);
        using var other = QueueWriter.Open(ends.Reader.Name);
        var count = ends.FillUp(100);
        var writes = Worker.Start(() => ends.Writer.Write(new byte[100]));
        ends.Bytes.AwaitWriters();
        while (other.TryWrite(new byte[100]))
        {
            count++;
        }

        var writesToo = other.WriteAsync(new byte[100]).AsTask();
        ends.Bytes.AwaitWriters(2);
        Assert.True(other.Complete());
        _ = Assert.IsType<QueueCompletedException>(writes.Failure());
        _ = await Assert.ThrowsAsync<QueueCompletedException>(() => writesToo.WaitAsync(Worker.Watchdog));
        for (; ends.Reader.TryRead(out _); count--)
        {
        }

        Assert.Equal(0, count);
    }

    [Fact]
    public async Task Who_reads_all_comes_to_the_end()
    {
        using var ends = new Ends();
        for (var i = 0; i < 5; i++)
        {
            ends.Writer.Write(Messages.Of(i, 40));
        }

        var read = Task.Run(async () =>
        {
            var count = 0;
            await foreach (var message in ends.Reader.ReadAllAsync())
            {
                Messages.Check(count++, 40, message.Span);
            }

            return count;
        });
        ends.Bytes.AwaitReaders();
        ends.Writer.Write(Messages.Of(5, 40));
        Assert.True(ends.Writer.Complete());
        Assert.Equal(6, await read.WaitAsync(Worker.Watchdog));
        await foreach (var _ in ends.Reader.ReadAllAsync())
        {
            Assert.Fail("There was nothing left.");
        }
    }

    [Fact]
    public async Task Who_reads_all_of_what_ended_with_an_error_is_told_of_it_at_the_end()
    {
        using var writer = QueueWriter<int>.Create(UniqueName.Local());
        using var reader = QueueReader<int>.Open(writer.Name);
        writer.Write(1);
        Assert.True(writer.Complete("broken"));
        var values = new List<int>();
        var failure = await Assert.ThrowsAsync<QueueCompletedException>(async () =>
        {
            await foreach (var value in reader.ReadAllAsync())
            {
                values.Add(value);
            }
        });
        Assert.Equal("broken", failure.Error);
        Assert.Equal([1], values);
    }

    [Fact]
    public void The_last_that_is_taken_is_the_end_for_all_who_wait()
    {
        using var ends = Ends.With(waiting: WaitStrategy.Park);
        using var second = ends.AnotherReader();
        for (var i = 0; i < 8; i++)
        {
            ends.Writer.Write(Messages.Of(i, 8));
        }

        // It claims more than one, and the second all the others.
        Assert.True(ends.Writer.Complete());
        Messages.Check(0, 8, ends.Reader.Read().Span);
        var read = 1;
        for (; second.TryRead(out _); read++)
        {
        }

        Assert.InRange(read, 1, 7);
        var waits = Worker.Start(() => second.Read());
        ends.Bytes.AwaitReaders();

        // It takes the last, and nothing more after that.
        for (; read < 8; read++)
        {
            Assert.True(ends.Reader.TryRead(out _));
        }

        _ = Assert.IsType<QueueCompletedException>(waits.Failure());
    }

    [Theory]
    [InlineData("done")]
    [InlineData("given back")]
    [InlineData("closed")]
    public void Who_waits_at_the_end_is_told_what_became_of_the_last_lease(string what)
    {
        using var ends = Ends.With(waiting: WaitStrategy.Park);
        using var second = ends.AnotherReader();
        ends.Writer.Write(Messages.Of(0, 8));
        var lease = ends.Reader.Lease();
        Assert.True(ends.Writer.Complete());
        var got = false;
        var waits = Worker.Start(() =>
        {
            Messages.Check(0, 8, second.Read().Span);
            got = true;
        });
        ends.Bytes.AwaitReaders();
        switch (what)
        {
            case "done":
                lease.Dispose();
                break;
            case "given back":
                lease.GiveBack();
                break;
            default:
                ends.Reader.Dispose();
                break;
        }

        var failure = waits.Failure();
        Assert.Equal(what != "done", got);
        Assert.True(got ? failure is null : failure is QueueCompletedException, $"{failure}");
    }

    [Theory]
    [InlineData(256, 'x', 256)]
    [InlineData(300, 'x', 256)]
    [InlineData(200, 'ä', 128)]
    [InlineData(100, '€', 85)]
    public void A_long_error_is_cut(int length, char letter, int left)
    {
        using var ends = new Ends();
        Assert.True(ends.Writer.Complete(new string(letter, length)));
        Assert.Equal(new string(letter, left), ends.Reader.Error);
    }

    [Fact]
    public void Of_several_who_end_it_one_does()
    {
        for (var round = 0; round < 20; round++)
        {
            using var first = QueueWriter.Create(UniqueName.Local(), new QueueOptions { Capacity = Messages.Smallest });
            var writers = Enumerable.Range(0, 3).Select(_ => QueueWriter.Open(first.Name)).ToList();
            var ended = 0;
            Worker.All(3, i =>
            {
                if (writers[i].Complete($"by {i}"))
                {
                    _ = Interlocked.Add(ref ended, 100 + i);
                }
            });
            Assert.InRange(ended, 100, 102);
            using var reader = QueueReader.Open(first.Name);
            Assert.Equal($"by {ended - 100}", reader.Error);
            writers.ForEach(writer => writer.Dispose());
        }
    }

    [Fact]
    public void Every_member_of_what_is_disposed_says_so()
    {
        using var ends = new Ends();
        ends.Writer.Write(new byte[8]);
        ends.Reader.Dispose();
        ends.Writer.Dispose();
        Action[] uses =
        [
            () => ends.Writer.TryWrite([1]),
            () => ends.Writer.TryWrite([1], TimeSpan.Zero),
            () => ends.Writer.Write([1]),
            () => ends.Writer.WriteAsync(new byte[1]).AsTask().GetAwaiter().GetResult(),
            () => ends.Writer.WaitToWriteAsync(1).AsTask().GetAwaiter().GetResult(),
            () => ends.Writer.TryClaim(1, out _),
            () => ends.Writer.Claim(1, TimeSpan.Zero),
            () => ends.Writer.Complete(),
            () => _ = ends.Writer.Counts,
            () => ends.Reader.TryRead(out _),
            () => ends.Reader.TryRead(TimeSpan.Zero, out _),
            () => ends.Reader.Read(),
            () => ends.Reader.ReadAsync().AsTask().GetAwaiter().GetResult(),
            () => ends.Reader.WaitToRead(TimeSpan.Zero),
            () => ends.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult(),
            () => ends.Reader.ReadAllAsync().GetAsyncEnumerator().MoveNextAsync().AsTask().GetAwaiter().GetResult(),
            () => ends.Reader.TryLease(out _),
            () => ends.Reader.TryLease(TimeSpan.Zero, out _),
            () => ends.Reader.Lease(),
            () => ends.Reader.LeaseAsync().AsTask().GetAwaiter().GetResult(),
            () => _ = ends.Reader.Counts,
            () => _ = ends.Reader.Error,
        ];
        Assert.All(uses, use => Assert.Throws<ObjectDisposedException>(use));
        ends.Reader.Dispose();
        Assert.NotEmpty(ends.Reader.Name);
        Assert.NotEmpty(ends.Writer.Name);
        Assert.Equal(2032, ends.Writer.MaxMessageSize);
    }

    private static async Task AssertRefusesAsync(QueueWriter writer, string error)
    {
        Assert.False(writer.TryWrite([1]));
        Assert.False(writer.TryWrite([1], Timeout.InfiniteTimeSpan));
        Assert.False(writer.TryClaim(1, out _));
        Assert.False(await writer.WaitToWriteAsync(1));
        Assert.Equal(error, Assert.Throws<QueueCompletedException>(() => writer.Write([1])).Error);
        Assert.Equal(error, Assert.Throws<QueueCompletedException>(() => writer.Write([1], TimeSpan.Zero)).Error);
        Assert.Equal(error, Assert.Throws<QueueCompletedException>(() => writer.Claim(1, TimeSpan.Zero)).Error);
        Assert.Equal(error, (await Assert.ThrowsAsync<QueueCompletedException>(() => writer.WriteAsync(new byte[1]).AsTask())).Error);
    }

    private static async Task AssertFinishedAsync(QueueReader reader, string error)
    {
        Assert.False(reader.TryRead(out _));
        Assert.False(reader.TryRead(Timeout.InfiniteTimeSpan, out _));
        Assert.False(reader.TryLease(out _));
        Assert.False(reader.TryLease(Timeout.InfiniteTimeSpan, out _));
        Assert.False(reader.WaitToRead(Timeout.InfiniteTimeSpan));
        Assert.False(await reader.WaitToReadAsync());
        Assert.Equal(error, Assert.Throws<QueueCompletedException>(() => reader.Read()).Error);
        Assert.Equal(error, Assert.Throws<QueueCompletedException>(() => reader.Read(TimeSpan.Zero)).Error);
        Assert.Equal(error, Assert.Throws<QueueCompletedException>(() => reader.Lease()).Error);
        Assert.Equal(error, Assert.Throws<QueueCompletedException>(() => reader.Lease(TimeSpan.Zero)).Error);
        Assert.Equal(error, (await Assert.ThrowsAsync<QueueCompletedException>(() => reader.ReadAsync().AsTask())).Error);
        Assert.Equal(error, (await Assert.ThrowsAsync<QueueCompletedException>(() => reader.LeaseAsync().AsTask())).Error);
    }
}
