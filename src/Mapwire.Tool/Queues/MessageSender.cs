using Mapwire.Tool.Locks;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.Queues;

/// <summary>Sends messages one after another, and counts them.</summary>
/// <param name="wait">For how long there may be no room; null for as long as it takes.</param>
internal abstract class MessageSender(TimeSpan? wait)
{
    public long Messages { get; private set; }

    public long Bytes { get; private set; }

    protected TimeSpan? Limit => wait;

    /// <summary>Sends all; null where all were sent. What cannot be read ends it.</summary>
    public async Task<ExitCode?> SendAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> messages)
    {
        try
        {
            await foreach (var message in messages)
            {
                if (!await SendAsync(message))
                {
                    return ExitCode.NotInTime;
                }
            }

            return null;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException && Messages > 0)
        {
            Failure.Say($"{Failure.Describe(failure)} Sent before that: {Units.Messages(Messages)}.");
            return ExitCode.Failed;
        }
    }

    protected abstract bool TrySend(ReadOnlySpan<byte> message);

    protected abstract ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation);

    // When there is room; false when the time was over first.
    private async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> message)
    {
        Interruption.Token.ThrowIfCancellationRequested();
        if (!TrySend(message.Span) && !await Turn.WaitAsync(wait, cancellation => SendAsync(message, cancellation)))
        {
            return false;
        }

        Messages++;
        Bytes += message.Length;
        return true;
    }
}
