using System.Runtime.CompilerServices;

namespace Mapwire.Tool.Bench;

/// <summary>Messages of one topic, or there in one and back in another.</summary>
internal readonly struct TopicLink(Publisher? publisher, Subscriber? subscriber, int subscribers) : ILink
{
    /// <summary>Whether all who are to get what is published here have subscribed.</summary>
    public bool HasSubscribers => publisher is null || publisher.Subscribers.Count >= subscribers;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Send(ReadOnlySpan<byte> message)
    {
        if (!publisher!.TryPublish(message))
        {
            publisher.Publish(message);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Receive(Span<byte> room)
    {
        if (!subscriber!.TryRead(out var received))
        {
            received = subscriber.Read();
        }

        received.Span.CopyTo(room);
        return room;
    }

    public void Settle()
    {
        var spinner = default(Spinner);
        while (publisher!.Counts is var counts && counts.Read < counts.Published * subscribers)
        {
            spinner.Once();
        }
    }

    public void Dispose()
    {
        publisher?.Dispose();
        subscriber?.Dispose();
    }
}
