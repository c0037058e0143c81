using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Messages that are a reader's until they are done.</summary>
public class QueueLeaseTests
{
    [Fact]
    public void A_message_is_done_when_its_lease_is_disposed()
    {
        using var ends = new Ends();
        Write(ends, 3);
        var lease = ends.Reader.Lease();
        Messages.Check(0, 8, lease.Span);
        Assert.False(lease.IsRedelivered);
        lease.Dispose();
        lease.Dispose();
        lease.GiveBack();
        _ = Assert.Throws<ObjectDisposedException>(() => lease.Span.Length);
        _ = Assert.Throws<ObjectDisposedException>(() => lease.Read<long>());
        Assert.True(ends.Reader.TryLease(TimeSpan.Zero, out var next));
        Messages.Check(1, 8, next.Span);
        Assert.True(ends.Reader.TryLease(out var last));
        Messages.Check(2, 8, last.Span);
        Assert.False(ends.Reader.TryLease(out _));
        Assert.Equal(1, ends.Reader.Counts.Read);
        last.Dispose();
        next.Dispose();
        Assert.Equal(3, ends.Reader.Counts.Read);
        Assert.Equal(0, ends.Reader.Counts.Redelivered);
        default(QueueLease).Dispose();
        default(QueueLease).GiveBack();
        _ = Assert.Throws<ObjectDisposedException>(() => default(QueueLease).Span.Length);
    }

    [Fact]
    public void A_message_that_is_given_back_goes_to_another_or_to_the_same_again()
    {
        using var ends = new Ends();
        using var other = ends.AnotherReader();
        Write(ends, 1);
        for (var round = 0; round < 5; round++)
        {
            var reader = round % 2 == 0 ? ends.Reader : other;
            Assert.True(reader.TryLease(out var lease));
            Assert.Equal(round > 0, lease.IsRedelivered);
            Messages.Check(0, 8, lease.Span);
            lease.GiveBack();
            lease.GiveBack();
            lease.Dispose();
        }

        var message = other.Read();
        Assert.True(message.IsRedelivered);
        Messages.Check(0, 8, message.Span);
        Assert.False(ends.Reader.TryLease(out _));
        Assert.False(other.TryRead(out _));
        Assert.Equal((1, 1), (other.Counts.Read, other.Counts.Redelivered));
    }

    [Fact]
    public void A_lease_that_has_ended_never_ends_another()
    {
        using var ends = new Ends();
        Write(ends, 4);
        var old = new List<QueueLease>();
        for (var round = 0; round < 10; round++)
        {
            Assert.True(ends.Reader.TryLease(out var lease));
            Messages.Check(0, 8, lease.Span);
            AssertHarmless(old, lease, 0);
            lease.GiveBack();
            old.Add(lease);
        }

        for (var number = 0; number < 4; number++)
        {
            Assert.True(ends.Reader.TryLease(out var lease));
            AssertHarmless(old, lease, number);
            lease.Dispose();
            old.Add(lease);
        }

        Assert.False(ends.Reader.TryRead(out _));
        Assert.Equal(4, ends.Reader.Counts.Read);
    }

    [Fact]
    public void What_a_plain_reader_left_can_be_leased_one_by_one()
    {
        using var ends = new Ends();
        using var other = ends.AnotherReader();
        Write(ends, 80);
        Messages.Check(0, 8, other.Read().Span);
        var old = new List<QueueLease>();
        var leased = new List<int>();
        for (var redelivered = 0; redelivered == 0;)
        {
            // It claimed more than one, which nobody else can have until it goes.
            Assert.True(ends.Reader.TryLease(out var lease));
            leased.Add(lease.Span[0]);
            lease.Dispose();
            other.Dispose();
            Assert.True(ends.Reader.TryLease(out lease));
            Assert.True(lease.IsRedelivered);
            leased.Add(lease.Span[0]);
            lease.Dispose();
            old.Add(lease);
            while (ends.Reader.TryLease(out lease))
            {
                redelivered += lease.IsRedelivered ? 1 : 0;
                leased.Add(lease.Span[0]);
                AssertHarmless(old, lease, -1);
                lease.Dispose();
                old.Add(lease);
            }

            Assert.Equal((80, redelivered + 1), (ends.Reader.Counts.Read, ends.Reader.Counts.Redelivered));
        }

        var wanted = Enumerable.Range(1, 79).Select(number => (int)Messages.Of(number, 8)[0]);
        Assert.Equal(wanted.Order(), leased.Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reading_and_leasing_may_be_mixed(bool isOnly)
    {
        using var ends = new Ends(new QueueOptions { Capacity = Messages.Smallest, MaxParticipants = 3, SingleReader = isOnly });
        Write(ends, 20);
        for (var i = 0; i < 20; i++)
        {
            if (i % 3 == 1)
            {
                Assert.True(ends.Reader.TryLease(out var lease), $"Message {i} was not leased.");
                Messages.Check(i, 8, lease.Span);
                lease.Dispose();
            }
            else
            {
                Assert.True(ends.Reader.TryRead(out var message), $"Message {i} was not read.");
                Messages.Check(i, 8, message.Span);
            }
        }

        Assert.False(ends.Reader.TryRead(out _));
        Assert.Equal(20, ends.Reader.Counts.Read);
    }

    [Fact]
    public void A_lease_goes_to_another_when_its_reader_is_disposed()
    {
        using var ends = new Ends();
        var other = ends.AnotherReader();
        Write(ends, 3);
        Assert.True(other.TryLease(out var first));
        Assert.True(other.TryLease(out var second));
        first.Dispose();
        other.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(() => second.Span.Length);
        second.Dispose();
        second.GiveBack();
        Assert.True(ends.Reader.TryRead(out var message));
        Assert.True(message.IsRedelivered);
        Messages.Check(1, 8, message.Span);
        Assert.True(ends.Reader.TryRead(out message));
        Assert.False(message.IsRedelivered);
        Messages.Check(2, 8, message.Span);
        Assert.False(ends.Reader.TryRead(out _));
    }

    [Fact]
    public void Leases_are_as_many_as_the_queue_was_made_for()
    {
        var options = new QueueOptions { MaxLeases = 4, MaxParticipants = 3, Capacity = Messages.Smallest };
        using var ends = new Ends(options);
        using var other = ends.AnotherReader();
        Write(ends, 20);
        for (var round = 0; round < 3; round++)
        {
            var leases = Enumerable.Range(0, 4).Select(i => (i % 2 == 0 ? ends.Reader : other).Lease()).ToList();
            Assert.Contains("MaxLeases", Assert.Throws<InvalidOperationException>(() => ends.Reader.TryLease(out _)).Message, StringComparison.Ordinal);
            Assert.Contains("MaxLeases", Assert.Throws<InvalidOperationException>(() => other.Lease()).Message, StringComparison.Ordinal);
            leases[0].Dispose();
            var late = other.Lease();
            leases.ForEach(lease => lease.Dispose());
            late.Dispose();

            // Those of one are another's afterwards.
            leases = [.. Enumerable.Range(0, 4).Select(_ => (round % 2 == 0 ? ends.Reader : other).Lease())];
            leases.ForEach(lease => lease.GiveBack());
        }

        var count = 0;
        for (; other.TryRead(out _); count++)
        {
        }

        Assert.Equal(5, count);
    }

    [Fact]
    public void A_queue_for_no_leases_has_none_and_is_read_all_the_same()
    {
        using var ends = new Ends(new QueueOptions { MaxLeases = 0, MaxParticipants = 3, Capacity = Messages.Smallest });
        Write(ends, 3);
        _ = Assert.Throws<InvalidOperationException>(() => ends.Reader.TryLease(out _));
        using var other = ends.AnotherReader();
        for (var i = 0; i < 3; i++)
        {
            Messages.Check(i, 8, other.Read().Span);
        }
    }

    [Fact]
    public void What_is_leased_is_not_overwritten()
    {
        using var ends = new Ends();
        using var other = ends.AnotherReader();
        ends.Writer.Write(Messages.Of(0, 200));
        var lease = other.Lease();
        for (var i = 1; i < 100; i++)
        {
            while (!ends.Writer.TryWrite(Messages.Of(i, 200)))
            {
                if (!ends.Reader.TryRead(out _))
                {
                    break;
                }
            }

            Messages.Check(0, 200, lease.Span);
        }

        Assert.False(ends.Writer.TryWrite(new byte[200]));
        lease.Dispose();
        Assert.True(ends.Writer.TryWrite(new byte[200]));
    }

    private static void Write(Ends ends, int count)
    {
        for (var i = 0; i < count; i++)
        {
            ends.Writer.Write(Messages.Of(i, 8));
        }
    }

    private static void AssertHarmless(List<QueueLease> old, QueueLease lease, int number)
    {
        foreach (var one in old)
        {
            _ = Assert.Throws<ObjectDisposedException>(() => one.Span.Length);
            one.Dispose();
            one.GiveBack();
        }

        if (number >= 0)
        {
            Messages.Check(number, 8, lease.Span);
        }
    }
}
