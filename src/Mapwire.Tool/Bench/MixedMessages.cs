using System.Buffers.Binary;

namespace Mapwire.Tool.Bench;

/// <summary>What one of several readers receives from one or several writers: a part of the messages, those of each writer in its order.</summary>
internal sealed class MixedMessages(int size, int writers)
{
    /// <summary>The number of a message says whose it is, too.</summary>
    private const int WriterShift = 48;
    private readonly MessagePattern _pattern = new(size);
    private readonly long[] _last = [.. Enumerable.Repeat(-1L, writers)];

    /// <summary>The number that says that no more messages come for now.</summary>
    public static long End => -1;

    public long Count { get; private set; }

    /// <summary>The sum of the numbers, which says at the end whether each message came once.</summary>
    public long Sum { get; private set; }

    /// <summary>The number of the last message of the first writer; -1 before any.</summary>
    public long Last => _last[0];

    /// <summary>The number of a writer's first message.</summary>
    public static long FirstOf(int writer) => (long)writer << WriterShift;

    /// <summary>The sum of so many numbers one after another.</summary>
    public static long SumOf(long first, long count) => unchecked((long)((Int128)first * count + ((Int128)count * (count - 1) / 2)));

    public static void PutEnd(Span<byte> message) => BinaryPrimitives.WriteInt64LittleEndian(message, End);

    public void Clear() => (Count, Sum) = (0, 0);

    /// <summary>Takes a message; false where it says that no more come.</summary>
    /// <exception cref="InvalidDataException">It is none that could come now.</exception>
    public bool Take(ReadOnlySpan<byte> message)
    {
        var number = BinaryPrimitives.ReadInt64LittleEndian(message);
        if (number == End)
        {
            return false;
        }

        var writer = number >> WriterShift;
        if (writer < 0 || writer >= _last.Length)
        {
            throw new InvalidDataException($"A message came from writer {writer + 1}, and there are {_last.Length}.");
        }

        if (number <= _last[writer])
        {
            throw new InvalidDataException(
                $"Message {number - FirstOf((int)writer)} of writer {writer + 1} came after message {_last[writer] - FirstOf((int)writer)}.");
        }

        _last[writer] = number;
        var row = _pattern.Row((int)number & (_pattern.Rows - 1));
        if (!Sameness.Holds(message[BenchPlan.NumberLength..], row[BenchPlan.NumberLength..]))
        {
            throw new InvalidDataException($"Message {number - FirstOf((int)writer)} of writer {writer + 1} came wrong: its content is not what follows from its number.");
        }

        Count++;
        Sum = unchecked(Sum + number);
        return true;
    }
}
