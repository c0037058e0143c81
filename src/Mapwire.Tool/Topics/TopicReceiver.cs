using Mapwire.Tool.Output;
using Mapwire.Tool.Queues;

namespace Mapwire.Tool.Topics;

/// <summary>Reads the messages of a topic, and says on standard error which were lost.</summary>
internal sealed class TopicReceiver(Subscriber subscriber, MessageOutput output, ReceiveRules rules) : MessageReceiver(output, rules)
{
    private readonly long _before = subscriber.Counts.Published;
    private long _told;

    protected override string Name => subscriber.Name;

    protected override string Error => subscriber.Error;

    /// <summary>Says how many more were lost than were told of before a message.</summary>
    public void TellRest()
    {
        if (subscriber.Lost > _told)
        {
            Console.Error.WriteLine($"lost {subscriber.Lost - _told} more at the end");
            _told = subscriber.Lost;
        }
    }

    protected override async ValueTask<bool> TryTakeAsync()
    {
        if (!TryTake())
        {
            return false;
        }

        if (Output.IsFull)
        {
            await Output.FlushAsync();
        }

        return true;
    }

    protected override ValueTask<bool> WaitAsync(CancellationToken cancellation) => subscriber.WaitToReadAsync(cancellation);

    protected override bool AreWritersGone()
    {
        var (isThere, published) = PublisherLook.At(subscriber.Name, Look);
        HasBegun |= isThere == true;

        // What was published before that is there to be read by now.
        return isThere == false && (HasBegun || published != _before) && !subscriber.WaitToRead(TimeSpan.Zero);
    }

    private bool TryTake()
    {
        try
        {
            if (!subscriber.TryRead(out var message))
            {
                return false;
            }

            if (message.Loss is { } loss)
            {
                Tell(loss);
            }

            Add(message);
            return true;
        }
        catch (SubscriberDisconnectedException failure)
        {
            Tell(failure.Loss);
            throw;
        }
    }

    private void Add(TopicMessage message)
    {
        if (!Output.IsJson)
        {
            Output.Add(message.Span, default);
            return;
        }

        var (text, bytes) = MessageOutput.Content(message.Span);
        var lost = message.Loss is { } loss ? new LossReport(loss.First, loss.Last) : null;
        Output.Add(new TopicMessageReport(text, bytes, message.Publisher, message.Sequence, lost), ToolJson.Default.TopicMessageReport);
    }

    // The publisher is told where it is not the first, which most often is the only one.
    private void Tell(TopicLoss loss)
    {
        Console.Error.WriteLine($"lost {loss.First}..{loss.Last}{(loss.Publisher > 0 ? $" of publisher {loss.Publisher}" : string.Empty)}");
        _told += loss.Count;
    }
}
