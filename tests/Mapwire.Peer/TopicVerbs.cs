using System.Globalization;

namespace Mapwire.Peer;

/// <summary>Verbs of one who publishes to a topic or subscribes to it.</summary>
internal sealed class TopicVerbs : IDisposable
{
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(120);
    private Publisher? _publisher;
    private Subscriber? _subscriber;
    private MessageClaim? _claim;
    private TopicSteps? _steps;
    private Task<string>? _wait;

    /// <summary>The answer; null for words that are none of these verbs.</summary>
    public string? Do(string[] words) => words switch
    {
        ["topic-publisher", var name] => Keep(Publisher.Open(name, new TopicOptions { Waiting = WaitStrategy.Park })),
        ["topic-subscriber", var name, var policy, var backlog] => Keep(Subscriber.Open(name, new TopicOptions
        {
            Waiting = WaitStrategy.Park,
            Policy = Enum.Parse<SubscriberPolicy>(policy),
            Backlog = Number(backlog),
        })),
        ["topic-looker", var name] => Keep(Subscriber.Open(name, new TopicOptions { IsReadOnly = true })),
        ["topic-part", var name] => Keep(new TopicSteps(TopicPart.Open(name))),
        ["topic-step", var step] => _steps!.Take(step, -1, -1),
        ["topic-step", var step, var first] => _steps!.Take(step, Number(first), -1),
        ["topic-step", var step, var first, var second] => _steps!.Take(step, Number(first), Number(second)),
        ["topic-put", var value, var size] => _publisher!.TryPublish(QueueNumber.Bytes(Number(value), Number(size))) ? "put" : "full",
        ["topic-claim", var value, var size] => Claim(Number(value), Number(size)),
        ["topic-take"] => Take(TimeSpan.Zero),
        ["topic-begin", "read"] => Begin(() => Take(_watchdog)),
        ["topic-begin", "publish", var value, var size] => Begin(() => _publisher!.TryPublish(QueueNumber.Bytes(Number(value), Number(size)), _watchdog) ? "put" : "full"),
        ["topic-listener-throws", var name] => ListenerThrows(name),
        ["topic-ended"] => _wait!.Wait(_watchdog) ? _wait.Result : throw new InvalidOperationException("The wait did not end."),
        _ => null,
    };

    public void Dispose()
    {
        _steps?.Dispose();
        _subscriber?.Dispose();
        _publisher?.Dispose();
    }

    /// <summary>A message as its number, with what was lost before it.</summary>
    public static string Text(TopicMessage message) =>
        (message.Loss is { } loss ? string.Create(CultureInfo.InvariantCulture, $"lost {loss.First}-{loss.Last}, ") : string.Empty) + QueueNumber.Text(message.Span, again: false);

    // The instruments are made with the first topic of a process.
    private static string ListenerThrows(string name)
    {
        var heard = 0;
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "Mapwire" && heard++ == 0)
            {
                throw new InvalidOperationException("The listener's own trouble.");
            }
        };
        listener.Start();
        string thrown;
        try
        {
            Publisher.Create(name).Dispose();
            thrown = "nothing";
        }
        catch (InvalidOperationException failure)
        {
            thrown = failure.Message;
        }

        var left = MapInspector.Find(name) is not null;
        Publisher.Create(name).Dispose();
        return string.Create(CultureInfo.InvariantCulture, $"{thrown} left {left} heard {heard}");
    }

    private string Keep(Publisher publisher)
    {
        _publisher = publisher;
        return "publishes";
    }

    private string Keep(Subscriber subscriber)
    {
        _subscriber = subscriber;
        return "subscribes";
    }

    private string Keep(TopicSteps steps)
    {
        _steps = steps;
        return "takes part";
    }

    // Left open.
    private string Claim(int value, int size)
    {
        if (!_publisher!.TryClaim(size, out _claim))
        {
            return "full";
        }

        QueueNumber.Fill(_claim.Bytes, value);
        return "claimed";
    }

    private string Take(TimeSpan timeout)
    {
        try
        {
            return _subscriber!.TryRead(timeout, out var message) ? Text(message) : "none";
        }
        catch (SubscriberDisconnectedException told)
        {
            return string.Create(CultureInfo.InvariantCulture, $"disconnected, lost {told.Loss.First}-{told.Loss.Last}");
        }
    }

    private string Begin(Func<string> wait)
    {
        _wait = Task.Factory.StartNew(wait, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return "begun";
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
