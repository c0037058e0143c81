using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>How long messages may be, and how long what is read of them stays.</summary>
public class QueueSizeTests
{
    public static TheoryData<int> Sizes { get; } = [0, 1, 7, 8, 9, 15, 16, 17, 1000, 2031, 2032];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_message_comes_as_it_was_written(int length)
    {
        using var ends = new Ends();
        for (var i = 0; i < 20; i++)
        {
            ends.Writer.Write(Messages.Of(i, length));
            Assert.True(ends.Reader.TryRead(out var message));
            Assert.Equal(length, message.Length);
            Assert.False(message.IsRedelivered);
            Messages.Check(i, length, message.Span);
            Assert.False(ends.Reader.TryRead(out _));
            Assert.True(ends.Writer.TryClaim(length, out var claim));
            Assert.Equal(length, claim.Bytes.Length);
            Messages.Fill(i, claim.Bytes);
            claim.Publish();
            Assert.True(ends.Reader.TryLease(out var lease));
            Assert.Equal(length, lease.Length);
            Messages.Check(i, length, lease.Span);
            lease.Dispose();
            Assert.False(ends.Reader.TryRead(out _));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(100)]
    [InlineData(1040)]
    [InlineData(2000)]
    [InlineData(100_000)]
    public async Task A_message_that_is_too_long_is_refused_by_every_way_to_write(int beyond)
    {
        using var ends = new Ends();
        var length = ends.Writer.MaxMessageSize + beyond;
        for (var round = 0; round < 5; round++)
        {
            var failures = new List<Exception?>
            {
                Record.Exception(() => ends.Writer.TryWrite(new byte[length])),
                Record.Exception(() => ends.Writer.TryWrite(new byte[length], TimeSpan.Zero)),
                Record.Exception(() => ends.Writer.Write(new byte[length])),
                Record.Exception(() => ends.Writer.Write(new byte[length], TimeSpan.Zero)),
                await Record.ExceptionAsync(() => ends.Writer.WriteAsync(new byte[length]).AsTask()),
                Record.Exception(() => ends.Writer.TryClaim(length, out _)),
                Record.Exception(() => ends.Writer.Claim(length, TimeSpan.Zero)),
            };
            Assert.All(failures, failure => Assert.Contains($"{ends.Writer.MaxMessageSize}", Assert.IsType<ArgumentException>(failure).Message, StringComparison.Ordinal));
            Assert.False(ends.Reader.TryRead(out _));
            ends.Writer.Write(Messages.Of(round, 10));
            Messages.Check(round, 10, ends.Reader.Read().Span);
        }
    }

    [Fact]
    public async Task A_length_that_cannot_be_is_refused_at_once()
    {
        using var ends = new Ends();
        _ = Assert.Throws<ArgumentException>(() => ends.Writer.TryClaim(int.MaxValue, out _));
        _ = Assert.Throws<ArgumentException>(() => ends.Writer.TryClaim(int.MaxValue - 15, out _));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => ends.Writer.TryClaim(-1, out _));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => ends.Writer.TryClaim(int.MinValue, out _));
        foreach (var length in (int[])[2033, int.MaxValue, -1, int.MinValue])
        {
            _ = await Assert.ThrowsAnyAsync<ArgumentException>(() => ends.Writer.WaitToWriteAsync(length).AsTask().WaitAsync(Worker.Watchdog));
        }
    }

    [Fact]
    public void A_message_in_place_can_be_used_until_the_next_one_is_read()
    {
        using var ends = new Ends();
        ends.Writer.Write(Messages.Of(1, 100));
        ends.Writer.Write(Messages.Of(2, 100));
        Assert.True(ends.Reader.TryRead(out var first));
        Messages.Check(1, 100, first.Span);
        Messages.Check(1, 100, first.Span);
        Assert.True(ends.Reader.TryRead(out var second));
        _ = Assert.Throws<ObjectDisposedException>(() => first.Span.Length);
        _ = Assert.Throws<ObjectDisposedException>(() => first.IsRedelivered);
        Messages.Check(2, 100, second.Span);
        ends.Reader.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(() => second.Span.Length);
        _ = Assert.Throws<ObjectDisposedException>(() => default(QueueMessage).Span.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_message_that_has_gone_does_not_come_back_when_another_lies_in_its_place(bool isOnly)
    {
        using var ends = new Ends(new QueueOptions { Capacity = Messages.Smallest, MaxParticipants = 4, SingleReader = isOnly });
        var old = new List<QueueMessage>();
        for (var i = 0; i < 100; i++)
        {
            ends.Writer.Write(Messages.Of(i, 504));
            Assert.True(ends.Reader.TryRead(out var message));
            Assert.All(old, gone => Assert.Throws<ObjectDisposedException>(() => gone.Span.Length));
            Messages.Check(i, 504, message.Span);
            old.Add(message);
        }
    }

    // Either it is kept, or it says that it has gone: but it is never another's bytes.
    [Theory]
    [InlineData("try")]
    [InlineData("wait")]
    [InlineData("timeout")]
    [InlineData("lease")]
    public void A_message_in_place_never_shows_what_was_written_later(string what)
    {
        using var ends = new Ends();
        ends.Writer.Write(Messages.Of(1, 1000));
        Assert.True(ends.Reader.TryRead(out var message));
        Assert.False(what switch
        {
            "try" => ends.Reader.TryRead(out _),
            "wait" => ends.Reader.WaitToRead(TimeSpan.Zero),
            "timeout" => ends.Reader.TryRead(TimeSpan.FromMilliseconds(1), out _),
            _ => ends.Reader.TryLease(out _),
        });
        for (var i = 2; ends.Writer.TryWrite(Messages.Of(i, 1000)); i++)
        {
        }

        var gone = Record.Exception(() => message.Span.Length);
        if (gone is null)
        {
            Messages.Check(1, 1000, message.Span);
        }
        else
        {
            _ = Assert.IsType<ObjectDisposedException>(gone);
        }
    }

    [Fact]
    public void Values_come_one_by_one_and_many_at_once()
    {
        using var writer = QueueWriter<(long Number, int Check)>.Create(UniqueName.Local(), new QueueOptions { Capacity = Messages.Smallest, MaxParticipants = 2 });
        using var reader = QueueReader<(long Number, int Check)>.Open(writer.Name);
        var values = Enumerable.Range(0, 300).Select(i => ((long)i, i * 7)).ToArray();
        var read = new (long Number, int Check)[300];
        for (var round = 0; round < 10; round++)
        {
            var written = writer.TryWrite(values);
            Assert.InRange(written, 100, 171);
            Assert.False(writer.TryWrite(values[0]));
            Assert.True(reader.TryRead(out var first));
            Assert.Equal(values[0], first);
            Assert.Equal(3, reader.TryRead(read.AsSpan(0, 3)));
            Assert.Equal(values[1..4], read[..3]);
            Assert.Equal(written - 4, reader.TryRead(read));
            Assert.Equal(values[4..written], read[..(written - 4)]);
            Assert.Equal(0, reader.TryRead(read));
            Assert.Equal(0, reader.TryRead([]));
            Assert.Equal(0, writer.TryWrite([]));
        }
    }

    [Fact]
    public void A_value_may_be_leased()
    {
        using var writer = QueueWriter<long>.Create(UniqueName.Local());
        using var reader = QueueReader<long>.Open(writer.Name);
        writer.Write(77);
        using var lease = reader.Lease();
        Assert.Equal(77, lease.Read<long>());
        _ = Assert.Throws<ArgumentException>(() => lease.Read<int>());
    }
}
