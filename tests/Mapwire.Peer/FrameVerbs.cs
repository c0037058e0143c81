using System.Globalization;

namespace Mapwire.Peer;

/// <summary>Verbs of one who publishes frames or subscribes to them.</summary>
internal sealed class FrameVerbs : IDisposable
{
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(120);
    private readonly List<Frame<long>> _held = [];
    private FramePublisher<long>? _publisher;
    private FrameSubscriber<long>? _subscriber;
    private FrameSteps? _steps;
    private Task<string>? _wait;

    /// <summary>The answer; null for words that are none of these verbs.</summary>
    public string? Do(string[] words) => words switch
    {
        ["frame-publisher", var name] => Keep(FramePublisher<long>.Open(name, new FrameOptions { Waiting = WaitStrategy.Park })),
        ["frame-subscriber", var name, var policy] => Keep(FrameSubscriber<long>.Open(name, new FrameOptions { Waiting = WaitStrategy.Park, Policy = Enum.Parse<SubscriberPolicy>(policy) })),
        ["frame-part", var name] => Keep(new FrameSteps(TopicPart.Open(name))),
        ["frame-step", var step] => _steps!.Take(step, -1, -1),
        ["frame-step", var step, var first] => _steps!.Take(step, Number(first), -1),
        ["frame-step", var step, var first, var second] => _steps!.Take(step, Number(first), Number(second)),
        ["frame-lease", var number] => Lease(Number(number)),
        ["frame-put", var number] => Put(Number(number), TimeSpan.Zero),
        ["frame-take"] => Take(TimeSpan.Zero),
        ["frame-look"] => _held.TrueForAll(frame => FrameNumber.IsWhole(frame, _subscriber!.FrameBytes)) ? "whole" : "broken",
        ["frame-drop"] => Drop(),
        ["frame-begin", "put", var number] => Begin(() => Put(Number(number), _watchdog)),
        ["frame-begin", "take"] => Begin(() => Take(_watchdog)),
        ["frame-ended"] => _wait!.Wait(_watchdog) ? _wait.Result : throw new InvalidOperationException("The wait did not end."),
        ["frame-turn", var name] => Turn(name),
        _ => null,
    };

    public void Dispose()
    {
        _steps?.Dispose();
        _subscriber?.Dispose();
        _publisher?.Dispose();
    }

    /// <summary>A frame as its number, with what was lost before it.</summary>
    public static string Text(in Frame<long> frame, int most) =>
        (frame.Loss is { } loss ? string.Create(CultureInfo.InvariantCulture, $"lost {loss.First}-{loss.Last}, ") : string.Empty)
        + (FrameNumber.IsWhole(frame, most) ? frame.Metadata.ToString(CultureInfo.InvariantCulture) : "broken");

    private string Keep(FramePublisher<long> publisher)
    {
        _publisher = publisher;
        return "publishes";
    }

    private string Keep(FrameSubscriber<long> subscriber)
    {
        _subscriber = subscriber;
        return "subscribes";
    }

    private string Keep(FrameSteps steps)
    {
        _steps = steps;
        return "takes part";
    }

    // Left open.
    private string Lease(long number)
    {
        if (!_publisher!.TryLease(out var lease))
        {
            return "full";
        }

        FrameNumber.Fill(lease, number);
        return "leased";
    }

    private string Put(long number, TimeSpan timeout)
    {
        if (!_publisher!.TryLease(timeout, out var lease))
        {
            return "full";
        }

        FrameNumber.Fill(lease, number);
        lease.Publish(number, FrameNumber.Length(number, _publisher.FrameBytes));
        return "put";
    }

    // And holds it.
    private string Take(TimeSpan timeout)
    {
        try
        {
            if (!_subscriber!.TryRead(timeout, out var frame))
            {
                return "none";
            }

            _held.Add(frame);
            return Text(frame, _subscriber.FrameBytes);
        }
        catch (SubscriberDisconnectedException told)
        {
            return string.Create(CultureInfo.InvariantCulture, $"disconnected, lost {told.Loss.First}-{told.Loss.Last}");
        }
    }

    // Publishes frames, gives one of three back, and reads them, until it is killed.
    private static string Turn(string name)
    {
        _ = Task.Factory.StartNew(
            () =>
            {
                using var publisher = FramePublisher<long>.Open(name);
                using var blocking = FrameSubscriber<long>.Open(name);
                using var dropping = FrameSubscriber<long>.Open(name, new FrameOptions { Policy = SubscriberPolicy.DropOldest });
                for (var number = 0L; ; number++)
                {
                    if (publisher.TryLease(out var lease))
                    {
                        using (lease)
                        {
                            if (number % 3 != 0)
                            {
                                lease.Publish(number, 1);
                            }
                        }
                    }

                    while (blocking.TryRead(out var frame))
                    {
                        frame.Dispose();
                    }

                    if (number % 7 == 0 && dropping.TryRead(out var other))
                    {
                        other.Dispose();
                    }
                }
            },
            default,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        return "turns";
    }

    private string Drop()
    {
        _held.ForEach(frame => frame.Dispose());
        _held.Clear();
        return "dropped";
    }

    private string Begin(Func<string> wait)
    {
        _wait = Task.Factory.StartNew(wait, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return "begun";
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
