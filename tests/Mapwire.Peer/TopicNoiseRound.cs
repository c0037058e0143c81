namespace Mapwire.Peer;

/// <summary>One topic, those who use it, and who writes over it: everything follows from the number of the round.</summary>
internal sealed class TopicNoiseRound : INoiseRound
{
    private const int Corruptions = 12;
    private const int Uses = 8;
    private static readonly TimeSpan _short = TimeSpan.FromTicks(100);
    private readonly Random _random;
    private readonly TopicOptions _options;
    private readonly string _name;
    private readonly SharedMap _map;
    private readonly MapView _view;
    private readonly byte[] _whole;
    private readonly int _body;
    private readonly int _rings;
    private readonly List<Publisher> _publishers = [];
    private readonly List<Subscriber> _subscribers = [];
    private string _corruption = "nothing";

    public TopicNoiseRound(int number)
    {
        _random = new Random(number);
        _name = "noise-" + Guid.NewGuid().ToString("N");
        _options = new TopicOptions
        {
            Capacity = 4096,
            MaxPublishers = 1 + _random.Next(3),
            MaxParticipants = 6,
            Waiting = (WaitStrategy)_random.Next(3),
        };
        _publishers.Add(Publisher.Create(_name, _options));
        _map = SharedMap.Open(_name);
        _view = _map.CreateView();
        _body = (int)RegionHeader.BodyOffsetFor(_options.MaxParticipants);
        _rings = (int)_view.Length - (4096 * _options.MaxPublishers);
        Subscribe();
        Subscribe();
        for (var use = 0; use < 4 * Uses; use++)
        {
            Documented(Use);
        }

        if (Noticed > 0)
        {
            throw new InvalidDataException("Something was noticed before there was anything.");
        }

        _whole = _view.ReadOnlySpan.ToArray();
    }

    public int Done { get; private set; }

    public int Noticed { get; private set; }

    public string Last { get; private set; } = "nothing";

    public void Play()
    {
        var isRepaired = _random.Next(2) == 0;
        for (; Done < Corruptions; Done++)
        {
            var (at, bytes) = Corrupt();
            for (var use = 0; use < Uses; use++)
            {
                Documented(Use);
            }

            Last = $"{_corruption}, then a look";
            Documented(() => RegionInspector.Verify(_name));
            Documented(() => RegionInspector.Inspect(_name));
            if (isRepaired)
            {
                // Of what was written over, a part may be as it was, and a part as it is now.
                _whole.AsSpan(at, bytes).CopyTo(_view.AsSpan(at, bytes));
            }
        }

        Documented(Subscribe);
        Dispose();
    }

    public void Dispose()
    {
        _publishers.ForEach(publisher => publisher.Dispose());
        _subscribers.ForEach(subscriber => subscriber.Dispose());
        _view.Dispose();
        _map.Dispose();
    }

    // A byte, a word or a range: anywhere, or where a topic has what it goes by.
    private (int At, int Length) Corrupt()
    {
        var (from, to) = _random.Next(8) switch
        {
            0 => (0, _body),
            1 => (_rings, (int)_view.Length),
            2 => (0, (int)_view.Length),
            3 => (_body, _body + TopicLayout.TopicSize),
            _ => (_body, _rings),
        };
        var length = _random.Next(4) switch
        {
            0 => 1,
            1 => 4,
            2 => 8,
            _ => 1 + _random.Next(200),
        };
        length = Math.Min(length, to - from);
        var at = from + _random.Next(to - from - length + 1);
        at -= length is 4 or 8 ? at % length : 0;
        var span = _view.AsSpan(at, length);
        _corruption = $"{length} bytes at {at} of {_view.Length}, body {_body}, rings {_rings}";
        switch (_random.Next(5))
        {
            case 0:
                span.Clear();
                break;
            case 1:
                span.Fill(0xFF);
                break;
            case 2:
                // Something that is near to what is there, or was.
                span[0] += (byte)(_random.Next(2) == 0 ? 1 : 255);
                break;
            case 3:
                _view.ReadOnlySpan.Slice(_random.Next((int)_view.Length - length + 1) & ~7, length).CopyTo(span);
                break;
            default:
                _random.NextBytes(span);
                break;
        }

        return (at, length);
    }

    private void Use()
    {
        var subscriber = _subscribers[_random.Next(_subscribers.Count)];
        var publisher = _publishers[_random.Next(_publishers.Count)];
        var what = _random.Next(_random.Next(4) == 0 ? 12 : 6);
        Last = $"{_corruption}, then use {what}";
        switch (what)
        {
            case 0:
            case 1:
                for (var i = _random.Next(8) == 0 ? 40 : 1; i > 0; i--)
                {
                    _ = publisher.TryPublish(new byte[_random.Next(4) == 0 ? _random.Next(2000) : _random.Next(60)]);
                }

                break;
            case 2:
                Claim(publisher);
                break;
            case 3:
            case 4:
            case 5:
                for (var i = _random.Next(4) == 0 ? 50 : 1; i > 0 && subscriber.TryRead(out var message); i--)
                {
                    _ = message.Span.IndexOf((byte)0xA5);
                    _ = message.Loss;
                }

                break;
            case 6:
                _ = subscriber.TryRead(_short, out _);
                break;
            case 7:
                _ = publisher.TryPublish(new byte[_random.Next(500)], _short);
                break;
            case 8:
                _ = subscriber.WaitToRead(_short);
                break;
            case 9:
                Await(subscriber, publisher);
                break;
            case 10:
                _ = _random.Next(8) == 0 && publisher.Complete("noise");
                _ = publisher.Counts;
                _ = publisher.Subscribers;
                _ = subscriber.Error;
                break;
            default:
                Change();
                break;
        }
    }

    private void Claim(Publisher publisher)
    {
        if (publisher.TryClaim(_random.Next(3) == 0 ? _random.Next(2000) : _random.Next(60), out var claim))
        {
            using (claim)
            {
                claim.Bytes.Fill(0x5A);
                if (_random.Next(3) > 0)
                {
                    claim.Publish(_random.Next(claim.Length + 1));
                }
            }
        }
    }

    private void Await(Subscriber subscriber, Publisher publisher)
    {
        using var cancellation = new CancellationTokenSource();
        var reads = subscriber.WaitToReadAsync(cancellation.Token).AsTask();
        var writes = publisher.WaitToPublishAsync(_random.Next(2000), cancellation.Token).AsTask();
        cancellation.Cancel();
        Documented(() => reads.GetAwaiter().GetResult());
        Documented(() => writes.GetAwaiter().GetResult());
    }

    // Somebody is always left.
    private void Change()
    {
        switch (_random.Next(4))
        {
            case 0:
                _publishers.Add(Publisher.Open(_name, _options));
                break;
            case 1 when _publishers.Count > 1:
                _publishers[0].Dispose();
                _publishers.RemoveAt(0);
                break;
            case 2 when _subscribers.Count > 1:
                _subscribers[0].Dispose();
                _subscribers.RemoveAt(0);
                break;
            default:
                Subscribe();
                break;
        }
    }

    private void Subscribe()
    {
        var isReadOnly = _random.Next(4) == 0;
        _subscribers.Add(Subscriber.Open(_name, new TopicOptions
        {
            IsReadOnly = isReadOnly,
            Policy = isReadOnly ? SubscriberPolicy.DropOldest : (SubscriberPolicy)_random.Next(4),
            History = _random.Next(3) * 20,
            Backlog = 1 + _random.Next(1000),
            Waiting = (WaitStrategy)_random.Next(3),
        }));
    }

    private void Documented(Action use)
    {
        try
        {
            use();
        }
        catch (InvalidRegionException)
        {
            Noticed++;
        }
        catch (Exception told) when (told is OperationCanceledException or SubscriberDisconnectedException)
        {
        }
        catch (InvalidOperationException refused) when (refused.GetType() == typeof(InvalidOperationException) && !refused.Message.Contains("thread", StringComparison.Ordinal))
        {
            // A lane or a slot that is said to be in use; but nobody else uses an end.
        }
    }
}
