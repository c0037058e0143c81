using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Mapwire.Tool.Bench;

/// <summary>The messages of one writer, one after another: who sends takes them, and who receives compares with them.</summary>
/// <remarks>A message has its number in its first eight bytes, or in all where it has fewer, and behind it what follows from the number.</remarks>
internal sealed class Messages
{
    private readonly MessagePattern _pattern;
    private readonly int _size;
    private readonly int _mask;
    private readonly bool _isApart;
    private long _next;
    private long _covered;
    private int _numbered = -1;
    private long _broken = -1;

    public Messages(int size, long first = 0)
    {
        _size = size;
        _pattern = new MessagePattern(size);
        _mask = _pattern.Rows - 1;
        _isApart = _pattern.IsApart;
        _next = first;
    }

    /// <summary>The number of the next message.</summary>
    public long Number => _next;

    /// <summary>The next message; it stays as it is until the next is taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Next()
    {
        var row = (int)_next & _mask;
        if (row == 0 || !_isApart)
        {
            PutNumber(row);
        }

        _next++;
        return _pattern.Row(row);
    }

    /// <summary>Makes one of the coming messages wrong: the so-manieth from now on, from 1.</summary>
    public void Break(long which)
    {
        _broken = _next + which - 1;
        if (_isApart && ((int)_next & _mask) != 0)
        {
            for (var row = (int)_next & _mask; row < _pattern.Rows; row++)
            {
                Put(row, _next - ((int)_next & _mask) + row);
            }
        }
    }

    /// <summary>What to say where a message was received that is not the one last taken here.</summary>
    public InvalidDataException Wrong(ReadOnlySpan<byte> received)
    {
        var wanted = _pattern.Row((int)(_next - 1) & _mask);
        var at = received.CommonPrefixLength(wanted);
        return at < Math.Min(BenchPlan.NumberLength, _size)
            ? new InvalidDataException($"Message {NumberIn(received)} came where message {NumberIn(wanted)} was due: one is lost, was doubled, or overtook.")
            : new InvalidDataException($"Message {_next - 1} of {_size} bytes came wrong: its byte {at} is 0x{received[at]:X2} and should be 0x{wanted[at]:X2}.");
    }

    // Rows that lie apart get their numbers together, long before they are copied: a number copied right behind its writing stalls the processor.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PutNumber(int row)
    {
        if (_isApart)
        {
            for (var i = 0; i < _pattern.Rows; i++)
            {
                Put(i, _next + i);
            }

            return;
        }

        // The number of one row lies within the rows before it.
        if (_numbered >= 0)
        {
            _pattern.Number(_numbered) = _covered;
        }

        _covered = _pattern.Number(row);
        _numbered = row;
        Put(row, _next);
    }

    private void Put(int row, long number)
    {
        _pattern.Number(row) = BitConverter.IsLittleEndian ? number : BinaryPrimitives.ReverseEndianness(number);
        if (number == _broken)
        {
            _pattern.Row(row)[^1] ^= 0x40;
        }
    }

    private static long NumberIn(ReadOnlySpan<byte> message)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        number.Clear();
        message[..Math.Min(message.Length, number.Length)].CopyTo(number);
        return BinaryPrimitives.ReadInt64LittleEndian(number);
    }
}
