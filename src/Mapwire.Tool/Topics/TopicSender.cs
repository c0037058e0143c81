using Mapwire.Tool.Queues;

namespace Mapwire.Tool.Topics;

/// <summary>Publishes messages to a topic.</summary>
internal sealed class TopicSender(Publisher publisher, TimeSpan? wait) : MessageSender(wait)
{
    protected override bool TrySend(ReadOnlySpan<byte> message) => publisher.TryPublish(message);

    protected override ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation) => publisher.PublishAsync(message, cancellation);
}
