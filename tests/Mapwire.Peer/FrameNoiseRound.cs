namespace Mapwire.Peer;

/// <summary>One topic of frames, those who use it, and who writes over it: everything follows from the number of the round.</summary>
internal sealed class FrameNoiseRound : INoiseRound
{
    private const int Corruptions = 12;
    private const int Uses = 8;
    private const int Count = 4;
    private const int Bytes = 5000;
    private static readonly TimeSpan _short = TimeSpan.FromTicks(100);
    private readonly Random _random;
    private readonly FrameOptions _options;
    private readonly string _name;
    private readonly SharedMap _map;
    private readonly MapView _view;
    private readonly byte[] _whole;
    private readonly int _body;
    private readonly int _rings;
    private readonly int _pool;
    private readonly int _frames;
    private readonly List<FramePublisher<long>> _publishers = [];
    private readonly List<FrameSubscriber<long>> _subscribers = [];
    private readonly List<Frame<long>> _held = [];
    private string _corruption = "nothing";

    public FrameNoiseRound(int number)
    {
        _random = new Random(number);
        _name = "noise-" + Guid.NewGuid().ToString("N");
        _options = new FrameOptions
        {
            FrameBytes = Bytes,
            FrameCount = Count,
            MaxPublishers = 1 + _random.Next(3),
            MaxParticipants = 6,
            Waiting = (WaitStrategy)_random.Next(3),
        };
        _publishers.Add(FramePublisher<long>.Create(_name, _options));
        _map = SharedMap.Open(_name);
        _view = _map.CreateView();
        _body = (int)RegionHeader.BodyOffsetFor(_options.MaxParticipants);
        var frames = new TopicMemory(_view, RegionHeader.Read(_view, _name), _name).Frames!;
        _pool = (int)frames.PoolOffset;
        _frames = (int)frames.OffsetOf(0);
        _rings = _pool - (4096 * (_options.MaxPublishers + 1));
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
        _held.ForEach(frame => frame.Dispose());
        _publishers.ForEach(publisher => publisher.Dispose());
        _subscribers.ForEach(subscriber => subscriber.Dispose());
        _view.Dispose();
        _map.Dispose();
    }

    // A byte, a word or a range: where the pool has what it goes by, or what tells of frames, or anywhere.
    private (int At, int Length) Corrupt()
    {
        var (from, to) = _random.Next(8) switch
        {
            0 => (0, _body),
            1 => (_body, _rings),
            2 => (0, (int)_view.Length),
            3 or 4 => (_rings, _pool),
            _ => (_pool, _frames),
        };
        var length = Math.Min(_random.Next(4) switch { 0 => 1, 1 => 4, 2 => 8, _ => 1 + _random.Next(200) }, to - from);
        var at = from + _random.Next(to - from - length + 1);
        at -= length is 4 or 8 ? at % length : 0;
        var span = _view.AsSpan(at, length);
        _corruption = $"{length} bytes at {at} of {_view.Length}, body {_body}, rings {_rings}, pool {_pool}, frames {_frames}";
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
        var what = _random.Next(_random.Next(4) == 0 ? 12 : 7);
        Last = $"{_corruption}, then use {what}";
        switch (what)
        {
            case 0 or 1 or 2:
                Fill(publisher);
                break;
            case 3 or 4:
                Read(subscriber);
                break;
            case 5 or 6:
                _held.ForEach(frame => frame.Dispose());
                _held.Clear();
                break;
            case 7:
                _ = publisher.TryPublish(new byte[_random.Next(Bytes)], 1);
                break;
            case 8:
                _ = publisher.TryLease(_short, out var lease);
                lease.Dispose();
                break;
            case 9:
                _ = subscriber.WaitToRead(_short);
                break;
            case 10:
                _ = publisher.Counts;
                _ = publisher.Subscribers;
                _ = publisher.Slots;
                _ = subscriber.Error;
                _ = _random.Next(8) == 0 && publisher.Complete("noise");
                Documented(() => publisher.Lease(TimeSpan.Zero).Dispose());
                break;
            default:
                Change();
                break;
        }
    }

    private void Fill(FramePublisher<long> publisher)
    {
        for (var i = _random.Next(8) == 0 ? 40 : 1; i > 0 && publisher.TryLease(out var lease); i--)
        {
            using (lease)
            {
                lease.Span.Fill(0x5A);
                if (_random.Next(4) > 0)
                {
                    lease.Publish(7, _random.Next(Bytes));
                }
            }
        }
    }

    private void Read(FrameSubscriber<long> subscriber)
    {
        for (var i = _random.Next(4) == 0 ? 50 : 1; i > 0 && subscriber.TryRead(out var frame); i--)
        {
            _ = frame.Span.IndexOf((byte)0xA5);
            if (_random.Next(4) == 0)
            {
                _held.Add(frame);
            }
            else
            {
                frame.Dispose();
            }
        }
    }

    // Somebody is always left.
    private void Change()
    {
        switch (_random.Next(4))
        {
            case 0:
                _publishers.Add(FramePublisher<long>.Open(_name, _options));
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

    private void Subscribe() => _subscribers.Add(FrameSubscriber<long>.Open(_name, new FrameOptions
    {
        Policy = _random.Next(3) switch { 0 => SubscriberPolicy.Block, 1 => SubscriberPolicy.DropOldest, _ => SubscriberPolicy.Disconnect },
        History = _random.Next(3) * 20,
        Waiting = (WaitStrategy)_random.Next(3),
    }));

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
        catch (Exception told) when (told is SubscriberDisconnectedException or TimeoutException)
        {
        }
        catch (InvalidOperationException refused) when (!refused.Message.Contains("thread", StringComparison.Ordinal))
        {
            // A lane or a slot that is said to be in use, or all is held, or it is completed; but nobody else uses an end.
        }
    }
}
