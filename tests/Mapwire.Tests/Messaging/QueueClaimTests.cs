using System.Buffers;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Messages that are written in place.</summary>
public class QueueClaimTests
{
    [Fact]
    public void What_is_claimed_is_seen_when_it_is_published_and_not_before()
    {
        using var ends = new Ends();
        Assert.True(ends.Writer.TryClaim(50, out var claim));
        Assert.Equal(50, claim.Length);
        Messages.Fill(1, claim.Bytes);
        Assert.False(ends.Reader.TryRead(out _));
        Assert.False(ends.Reader.WaitToRead(TimeSpan.Zero));
        claim.Publish();
        Messages.Check(1, 50, ends.Reader.Read().Span);
        claim.Dispose();
        Assert.False(ends.Reader.TryRead(out _));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(100, 0)]
    [InlineData(100, 1)]
    [InlineData(100, 92)]
    [InlineData(2032, 8)]
    [InlineData(2032, 2031)]
    public void A_claim_may_be_published_shorter(int length, int published)
    {
        using var ends = new Ends();
        for (var i = 0; i < 30; i++)
        {
            using var claim = ends.Writer.Claim(length, TimeSpan.Zero);
            claim.Bytes.Fill(0xEE);
            Messages.Fill(i, claim.Bytes[..published]);
            claim.Publish(published);
            Messages.Check(i, published, ends.Reader.Read().Span);
            Assert.False(ends.Reader.TryRead(out _));
        }
    }

    [Fact]
    public void A_claim_that_is_dropped_was_never_there()
    {
        using var ends = new Ends();
        for (var i = 0; i < 200; i++)
        {
            Assert.False(ends.Reader.TryRead(out _));
            Assert.True(ends.Writer.TryClaim((i * 37) % 2000, out var claim));
            claim.Bytes.Fill(0xFF);
            claim.Dispose();
            claim.Dispose();
            Assert.False(ends.Reader.TryRead(out _));
            ends.Writer.Write(Messages.Of(i, (i * 13) % 300));
            Messages.Check(i, (i * 13) % 300, ends.Reader.Read().Span);
        }

        Assert.Equal(200, ends.Writer.Counts.Written);
    }

    [Fact]
    public void It_says_how_much_was_written_by_counting()
    {
        using var ends = new Ends();
        Assert.True(ends.Writer.TryClaim(100, out var claim));
        Assert.Equal(100, claim.GetSpan().Length);
        Assert.Equal(100, claim.GetMemory(100).Length);
        Messages.Of(1, 60).AsSpan(0, 40).CopyTo(claim.GetSpan(40));
        claim.Advance(40);
        Assert.Equal(60, claim.GetMemory().Length);
        Messages.Of(1, 60).AsMemory(40).CopyTo(claim.GetMemory(20));
        claim.Advance(20);
        claim.Advance(0);
        _ = Assert.Throws<ArgumentException>(() => claim.GetSpan(41));
        _ = Assert.Throws<ArgumentException>(() => claim.GetMemory(41));
        _ = Assert.ThrowsAny<ArgumentException>(() => claim.GetSpan(-1));
        _ = Assert.ThrowsAny<ArgumentException>(() => claim.GetMemory(int.MinValue));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => claim.Advance(41));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => claim.Advance(-1));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => claim.Advance(int.MaxValue));
        claim.Publish();
        Messages.Check(1, 60, ends.Reader.Read().Span);
        Assert.True(ends.Writer.TryClaim(60, out claim));
        claim.Write(Messages.Of(2, 60).AsSpan(0, 60));
        claim.Publish();
        Messages.Check(2, 60, ends.Reader.Read().Span);
    }

    [Fact]
    public void Who_counts_nothing_writes_nothing()
    {
        using var ends = new Ends();
        Assert.True(ends.Writer.TryClaim(100, out var claim));
        _ = claim.GetSpan();
        claim.Advance(0);
        claim.Publish();
        Assert.Equal(0, ends.Reader.Read().Length);
        Assert.True(ends.Writer.TryClaim(100, out claim));
        claim.Publish();
        Assert.Equal(100, ends.Reader.Read().Length);
    }

    [Fact]
    public void A_claim_that_was_published_or_dropped_can_no_longer_be_used()
    {
        using var ends = new Ends();
        Assert.True(ends.Writer.TryClaim(10, out var claim));
        var memory = claim.GetMemory();
        Assert.Equal(10, memory.Length);
        claim.Publish();
        AssertGone(claim);
        Assert.True(ends.Writer.TryClaim(10, out claim));
        claim.Dispose();
        AssertGone(claim);
        Assert.True(ends.Reader.TryRead(out _));
        Assert.False(ends.Reader.TryRead(out _));
    }

    [Fact]
    public void A_claim_does_not_outlive_its_writer()
    {
        foreach (var isPublished in (bool[])[false, true])
        {
            using var ends = new Ends();
            Assert.True(ends.Writer.TryClaim(10, out var claim));
            ends.Writer.Dispose();
            _ = Assert.Throws<ObjectDisposedException>(() => claim.Bytes.Length);
            _ = Assert.Throws<ObjectDisposedException>(() => claim.GetSpan());
            _ = Assert.Throws<ObjectDisposedException>(() => ends.Writer.TryWrite([1]));
            if (isPublished)
            {
                _ = Assert.Throws<ObjectDisposedException>(claim.Publish);
            }

            claim.Dispose();
            _ = Assert.Throws<ObjectDisposedException>(() => ends.Writer.TryWrite([1]));
            _ = Assert.Throws<ObjectDisposedException>(() => ends.Writer.TryClaim(1, out _));
            using var successor = QueueWriter.Open(ends.Reader.Name);
            successor.Write([7]);
            Assert.Equal(1, ends.Reader.Read().Length);
            Assert.False(ends.Reader.TryRead(out _));
        }
    }

    [Fact]
    public void No_more_is_published_than_was_claimed()
    {
        using var ends = new Ends();
        Assert.True(ends.Writer.TryClaim(10, out var claim));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => claim.Publish(11));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => claim.Publish(-1));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => claim.Publish(int.MaxValue));
        Messages.Fill(1, claim.Bytes);
        claim.Publish(10);
        Messages.Check(1, 10, ends.Reader.Read().Span);
    }

    [Fact]
    public async Task Nothing_else_is_written_while_a_claim_is_open()
    {
        using var ends = new Ends();
        Assert.True(ends.Writer.TryClaim(10, out var claim));
        Func<Task>[] writes =
        [
            () => Task.FromResult(ends.Writer.TryWrite([1])),
            () => Task.FromResult(ends.Writer.TryWrite([1], TimeSpan.Zero)),
            () => ends.Writer.WriteAsync(new byte[1]).AsTask(),
            () => Task.FromResult(ends.Writer.TryClaim(1, out _)),
            () => Task.FromResult(ends.Writer.Claim(1, TimeSpan.Zero)),
        ];
        foreach (var write in writes)
        {
            Assert.Contains("claim", (await Assert.ThrowsAsync<InvalidOperationException>(write)).Message, StringComparison.Ordinal);
        }

        Messages.Fill(1, claim.Bytes);
        claim.Publish();
        ends.Writer.Write(Messages.Of(2, 3));
        Messages.Check(1, 10, ends.Reader.Read().Span);
        Messages.Check(2, 3, ends.Reader.Read().Span);
    }

    [Theory]
    [InlineData(QueueFullMode.Wait)]
    [InlineData(QueueFullMode.DropNewest)]
    [InlineData(QueueFullMode.DropOldest)]
    public async Task A_claim_waits_for_room(QueueFullMode mode)
    {
        using var ends = Ends.With(prefetch: 1, mode: mode);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(ends.Writer.TryWrite(Messages.Of(i, 1200)));
        }

        // All that is there is in the hands of readers, so there is nothing to drop.
        var leases = new List<QueueLease>();
        while (ends.Reader.TryLease(out var lease))
        {
            leases.Add(lease);
        }

        _ = Assert.Throws<TimeoutException>(() => ends.Writer.Claim(1200, TimeSpan.Zero));
        _ = Assert.Throws<TimeoutException>(() => ends.Writer.Claim(1200, TimeSpan.FromMilliseconds(2)));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => ends.Writer.Claim(1200, TimeSpan.FromTicks(-2)));
        Assert.False(ends.Writer.TryClaim(1200, out _));
        var before = ends.Writer.Counts.Dropped;
        var waits = Task.Factory.StartNew(
            () =>
            {
                using var claim = ends.Writer.Claim(1200, Worker.Watchdog);
                Messages.Fill(3, claim.Bytes);
                claim.Publish();
            },
            default,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        ends.Bytes.AwaitWriters();
        leases.ForEach(lease => lease.Dispose());
        await waits.WaitAsync(Worker.Watchdog);
        Messages.Check(3, 1200, ends.Reader.Read().Span);
        Assert.Equal(before, ends.Writer.Counts.Dropped);
    }

    private static void AssertGone(MessageClaim claim)
    {
        _ = Assert.Throws<ObjectDisposedException>(() => claim.Bytes.Length);
        _ = Assert.Throws<ObjectDisposedException>(claim.Publish);
        _ = Assert.Throws<ObjectDisposedException>(() => claim.Publish(0));
        _ = Assert.Throws<ObjectDisposedException>(() => claim.Advance(0));
        _ = Assert.Throws<ObjectDisposedException>(() => claim.GetSpan());
        _ = Assert.Throws<ObjectDisposedException>(() => claim.GetMemory());
        claim.Dispose();
    }
}
