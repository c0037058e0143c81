using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>A message in place, in the shared memory, until the reader reads or waits again.</summary>
/// <remarks>For the thread that reads. The message counts as read: should this process die now, nobody gets it.</remarks>
public readonly record struct QueueMessage
{
    private readonly LaneReader? _reader;
    private readonly nint _address;
    private readonly long _serial;

    internal QueueMessage(LaneReader reader, nint address, int length)
    {
        _reader = reader;
        _address = address;
        _serial = reader.Serial;
        Length = length;
    }

    /// <summary>How many bytes it has.</summary>
    public int Length { get; }

    /// <summary>Whether it had been claimed before, by a reader that died, left or gave it back. It may be older than what was read before it.</summary>
    /// <exception cref="ObjectDisposedException">The reader has read or waited again, or was disposed.</exception>
    public bool IsRedelivered => Reader.IsRedelivered;

    /// <summary>The bytes themselves, not a copy.</summary>
    /// <exception cref="ObjectDisposedException">The reader has read or waited again, or was disposed.</exception>
    public ReadOnlySpan<byte> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            _ = Reader;
            return LaneRecord.Bytes(_address, Length);
        }
    }

    private LaneReader Reader
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var reader = _reader;
            if (reader is null || reader.Serial != _serial || reader.IsClosed)
            {
                ThrowGone();
            }

            return reader;
        }
    }

    [DoesNotReturn]
    private static void ThrowGone() =>
        throw new ObjectDisposedException(nameof(QueueMessage), "A message can be used until its reader reads or waits again. Copy it, or lease it (TryLease).");
}
