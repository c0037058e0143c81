using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>A message, until its subscriber reads or waits again.</summary>
/// <remarks>For the thread that reads. Where publishers wait for the subscriber it lies in place, in the shared memory; else it is the subscriber's copy.</remarks>
public readonly record struct TopicMessage
{
    private readonly SubscriberEnd? _end;
    private readonly nint _address;
    private readonly long _serial;

    internal TopicMessage(SubscriberEnd end, nint address, int length)
    {
        _end = end;
        _address = address;
        _serial = end.Serial;
        Length = length;
    }

    /// <summary>How many bytes it has.</summary>
    public int Length { get; }

    /// <summary>How many messages its publisher's lane had published before it.</summary>
    /// <exception cref="ObjectDisposedException">The subscriber has read or waited again, or was disposed.</exception>
    public long Sequence => End.Sequence;

    /// <summary>The number of its publisher's lane.</summary>
    /// <exception cref="ObjectDisposedException">The subscriber has read or waited again, or was disposed.</exception>
    public int Publisher => End.Lane;

    /// <summary>What was lost directly before it; null for nothing.</summary>
    /// <exception cref="ObjectDisposedException">The subscriber has read or waited again, or was disposed.</exception>
    public TopicLoss? Loss => End.Loss;

    /// <summary>The bytes themselves, not a copy.</summary>
    /// <exception cref="ObjectDisposedException">The subscriber has read or waited again, or was disposed.</exception>
    public ReadOnlySpan<byte> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            _ = End;
            return LaneRecord.Bytes(_address, Length);
        }
    }

    private SubscriberEnd End
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var end = _end;
            if (end is null || end.Serial != _serial || end.IsClosed)
            {
                ThrowGone();
            }

            return end;
        }
    }

    [DoesNotReturn]
    private static void ThrowGone() =>
        throw new ObjectDisposedException(nameof(TopicMessage), "A message can be used until its subscriber reads or waits again. Copy it.");
}
