using System.Runtime.InteropServices;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>A record that somebody wrote over when it had been claimed is told, and leaves nothing behind that others would need.</summary>
public class QueueDamageTests
{
    private static readonly QueueOptions _options = new() { Capacity = Messages.Smallest, MaxParticipants = 3, MaxLeases = 2, MaxWriters = 1 };

    [Fact]
    public void A_lease_of_what_was_written_over_is_refused_and_takes_no_lease_from_others()
    {
        using var writer = QueueWriter.Create(UniqueName.Local(), _options);
        using var reader = QueueReader.Open(writer.Name);
        using var eye = new FrameQueueEye(writer.Name);
        for (var round = 0; round < 3 * _options.MaxLeases; round++)
        {
            Assert.True(writer.TryWrite(Messages.Of(round, 8)));
            Assert.True(reader.TryLease(out var lease));
            lease.GiveBack();
            eye.View.At<int>(eye.MessageAt(0, 2 * round) - 8) = 2000;
            Assert.Contains($"record at {2 * round} of lane 0", Assert.Throws<InvalidRegionException>(() => reader.TryLease(out _)).Message, StringComparison.Ordinal);
            Assert.False(reader.TryLease(out _));
        }

        Assert.True(writer.TryWrite(Messages.Of(7, 8)));
        Assert.True(reader.TryLease(out var last));
        Messages.Check(7, 8, last.Span);
        last.Dispose();
    }

    [Fact]
    public void A_lease_that_is_refused_wakes_the_writer_that_waits_for_room()
    {
        var options = new QueueOptions { Capacity = Messages.Smallest, MaxParticipants = 3, MaxLeases = 2, MaxWriters = 1, Waiting = WaitStrategy.Park };
        using var writer = QueueWriter.Create(UniqueName.Local(), options);
        using var reader = QueueReader.Open(writer.Name, options);
        using var bytes = new QueueBytes(writer.Name);
        Assert.True(writer.TryWrite(Messages.Of(0, 1000)));
        while (writer.TryWrite(Messages.Of(1, 1000)))
        {
        }

        var waiting = Worker.Start(() => writer.Write(Messages.Of(2, 1000)));
        bytes.AwaitWriters();
        Assert.True(reader.TryLease(out var lease));
        lease.GiveBack();
        MemoryMarshal.Write(bytes.Ring(0), 1999);
        _ = Assert.Throws<InvalidRegionException>(() => reader.TryLease(out _));
        waiting.Join();
    }

    [Fact]
    public void A_lease_of_what_was_written_over_before_it_was_claimed_is_refused_again_and_again()
    {
        using var writer = QueueWriter.Create(UniqueName.Local(), _options);
        using var reader = QueueReader.Open(writer.Name);
        using var bytes = new QueueBytes(writer.Name);
        Assert.True(writer.TryWrite(Messages.Of(1, 8)));
        var word = MemoryMarshal.Read<long>(bytes.Ring(0));
        MemoryMarshal.Write(bytes.Ring(0), word | 0xFFFF);
        for (var round = 0; round < 3 * _options.MaxLeases; round++)
        {
            _ = Assert.Throws<InvalidRegionException>(() => reader.TryLease(out _));
        }

        MemoryMarshal.Write(bytes.Ring(0), word);
        Assert.True(reader.TryLease(out var lease));
        Messages.Check(1, 8, lease.Span);
        lease.Dispose();
    }
}
