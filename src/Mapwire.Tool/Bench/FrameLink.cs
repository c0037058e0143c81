using System.Runtime.CompilerServices;

namespace Mapwire.Tool.Bench;

/// <summary>Frames of one topic, or there in one and back in another: filled where they lie, and looked at there.</summary>
internal struct FrameLink(FramePublisher<FrameInfo>? publisher, FrameSubscriber<FrameInfo>? subscriber, int subscribers) : ILink
{
    private Frame<FrameInfo> _held;
    private long _sent;

    /// <summary>Whether all who are to get what is published here have subscribed.</summary>
    public readonly bool HasSubscribers => publisher is null || publisher.Subscribers.Count >= subscribers;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Send(ReadOnlySpan<byte> message)
    {
        if (!publisher!.TryLease(out var lease))
        {
            lease = publisher.Lease();
        }

        message.CopyTo(lease.Span);
        lease.Publish(new FrameInfo { Sequence = _sent++ }, message.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Receive(Span<byte> room)
    {
        _held.Dispose();
        if (!subscriber!.TryRead(out _held))
        {
            _held = subscriber.Read();
        }

        return _held.Span;
    }

    public readonly void Settle()
    {
        var spinner = default(Spinner);
        while (publisher!.Counts is var counts && counts.Read < counts.Published * subscribers)
        {
            spinner.Once();
        }
    }

    public readonly void Dispose()
    {
        publisher?.Dispose();
        subscriber?.Dispose();
    }
}
