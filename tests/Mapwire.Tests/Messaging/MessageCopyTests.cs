using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Every byte of a message and of a value arrives, whatever way its length is copied, and none beyond it is written.</summary>
public class MessageCopyTests
{
    private const long Capacity = 256 * 1024;
    private const int Together = 7;

    [Fact]
    public void A_message_of_any_length_arrives_whole()
    {
        using var ends = new Ends(new QueueOptions { Capacity = Capacity, SingleReader = true, SingleWriter = true });
        for (var length = 0; length <= 4500; length++)
        {
            // The second is there before the first is read: what the first writes too much of would be seen there.
            Assert.True(ends.Writer.TryWrite(Messages.Of(length, length)));
            Assert.True(ends.Writer.TryWrite(Messages.Of(length + 1, length)));
            Messages.Check(length, length, ends.Reader.Read().Span);
            Messages.Check(length + 1, length, ends.Reader.Read().Span);
        }
    }

    [Fact]
    public void A_value_of_any_size_arrives_whole()
    {
        Pass<Bytes31>();
        Pass<Bytes256>();
        Pass<Bytes511>();
        Pass<Bytes512>();
        Pass<Bytes513>();
        Pass<Bytes577>();
        Pass<Bytes1024>();
        Pass<Bytes2047>();
        Pass<Bytes2048>();
        Pass<Bytes2049>();
    }

    private static void Pass<T>()
        where T : unmanaged
    {
        using var writer = QueueWriter<T>.Create(UniqueName.Local(), new QueueOptions { Capacity = Capacity });
        using var reader = QueueReader<T>.Open(writer.Name);
        using var publisher = Publisher<T>.Create(UniqueName.Local(), new TopicOptions { Capacity = Capacity });
        using var subscriber = Subscriber<T>.Open(publisher.Name);

        // The longer ones come round the ring.
        for (var round = 0; round < 60; round++)
        {
            var values = new T[Together];
            for (var i = 0; i < Together; i++)
            {
                Messages.Fill(round + i, BytesOf(ref values[i]));
                Assert.True(writer.TryWrite(in values[i]));
                Assert.True(publisher.TryPublish(in values[i]));
            }

            Assert.Equal(Together, writer.TryWrite(values));
            Assert.Equal(Together, publisher.TryPublish(values));
            var guarded = new T[3];
            for (var i = 0; i < Together; i++)
            {
                Assert.True(reader.TryRead(out guarded[1]));
                Check(round + i, guarded);
                Assert.True(subscriber.TryRead(out guarded[1]));
                Check(round + i, guarded);
            }

            CheckAll(round, reader.TryRead, new T[Together]);
            CheckAll(round, subscriber.TryRead, new T[Together]);
        }
    }

    private static void CheckAll<T>(int round, Func<Span<T>, int> read, T[] values)
        where T : unmanaged
    {
        for (var count = 0; count < Together;)
        {
            var more = read(values.AsSpan(count));
            Assert.True(more > 0);
            count += more;
        }

        for (var i = 0; i < Together; i++)
        {
            Messages.Check(round + i, Unsafe.SizeOf<T>(), BytesOf(ref values[i]));
        }
    }

    // The one in the middle was read: its neighbours are as they were.
    private static void Check<T>(int number, T[] guarded)
        where T : unmanaged
    {
        Messages.Check(number, Unsafe.SizeOf<T>(), BytesOf(ref guarded[1]));
        Assert.Equal(-1, BytesOf(ref guarded[0]).IndexOfAnyExcept((byte)0));
        Assert.Equal(-1, BytesOf(ref guarded[2]).IndexOfAnyExcept((byte)0));
    }

    private static Span<byte> BytesOf<T>(ref T value)
        where T : unmanaged => MemoryMarshal.AsBytes(new Span<T>(ref value));

    [InlineArray(31)]
    private struct Bytes31
    {
        private byte _first;
    }

    [InlineArray(256)]
    private struct Bytes256
    {
        private byte _first;
    }

    [InlineArray(511)]
    private struct Bytes511
    {
        private byte _first;
    }

    [InlineArray(512)]
    private struct Bytes512
    {
        private byte _first;
    }

    [InlineArray(513)]
    private struct Bytes513
    {
        private byte _first;
    }

    [InlineArray(577)]
    private struct Bytes577
    {
        private byte _first;
    }

    [InlineArray(1024)]
    private struct Bytes1024
    {
        private byte _first;
    }

    [InlineArray(2047)]
    private struct Bytes2047
    {
        private byte _first;
    }

    [InlineArray(2048)]
    private struct Bytes2048
    {
        private byte _first;
    }

    [InlineArray(2049)]
    private struct Bytes2049
    {
        private byte _first;
    }
}
