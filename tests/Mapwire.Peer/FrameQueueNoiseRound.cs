namespace Mapwire.Peer;

/// <summary>One queue of frames, those who use it, and who writes over it: everything follows from the number of the round.</summary>
internal sealed class FrameQueueNoiseRound : INoiseRound
{
    private const int Corruptions = 12;
    private const int Uses = 8;
    private const int Count = 4;
    private const int Bytes = 5000;
    private static readonly TimeSpan _short = TimeSpan.FromTicks(100);
    private readonly Random _random;
    private readonly FrameQueueOptions _options;
    private readonly string _name;
    private readonly SharedMap _map;
    private readonly MapView _view;
    private readonly byte[] _whole;
    private readonly int _body;
    private readonly int _rings;
    private readonly int _pool;
    private readonly int _frames;
    private readonly List<FrameQueueWriter<long>> _writers = [];
    private readonly List<FrameQueueReader<long>> _readers = [];
    private readonly List<QueueFrame<long>> _held = [];
    private string _corruption = "nothing";

    public FrameQueueNoiseRound(int number)
    {
        _random = new Random(number);
        _name = "noise-" + Guid.NewGuid().ToString("N");
        _options = new FrameQueueOptions
        {
            FrameBytes = Bytes,
            FrameCount = Count,
            MaxWriters = 1 + _random.Next(3),
            MaxParticipants = 6,
            FullMode = (QueueFullMode)_random.Next(3),
            Waiting = (WaitStrategy)_random.Next(3),
        };
        _writers.Add(FrameQueueWriter<long>.Create(_name, _options));
        _map = SharedMap.Open(_name);
        _view = _map.CreateView();
        _body = (int)RegionHeader.BodyOffsetFor(_options.MaxParticipants);
        var queue = new QueueMemory(_view, RegionHeader.Read(_view, _name), _name);
        var frames = queue.Frames!;
        _pool = (int)frames.PoolOffset;
        _frames = (int)frames.OffsetOf(0);
        _rings = (int)queue.RingOffset(0);
        Join();
        Join();
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

        Documented(Join);
        Dispose();
    }

    public void Dispose()
    {
        _held.ForEach(frame => frame.Dispose());
        _writers.ForEach(writer => writer.Dispose());
        _readers.ForEach(reader => reader.Dispose());
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
        var reader = _readers[_random.Next(_readers.Count)];
        var writer = _writers[_random.Next(_writers.Count)];
        var what = _random.Next(_random.Next(4) == 0 ? 12 : 7);
        Last = $"{_corruption}, then use {what}";
        switch (what)
        {
            case 0 or 1 or 2:
                Fill(writer);
                break;
            case 3 or 4:
                Read(reader);
                break;
            case 5 or 6:
                _held.ForEach(frame => frame.Dispose());
                _held.Clear();
                break;
            case 7:
                _ = writer.TryWrite(new byte[_random.Next(Bytes)], 1);
                break;
            case 8:
                _ = writer.TryLease(_short, out var lease);
                lease.Dispose();
                break;
            case 9:
                _ = reader.WaitToRead(_short);
                break;
            case 10:
                _ = writer.Counts;
                _ = writer.Slots;
                _ = reader.Error;
                _ = _random.Next(8) == 0 && writer.Complete("noise");
                Documented(() => writer.Lease(TimeSpan.Zero).Dispose());
                break;
            default:
                Change();
                break;
        }
    }

    private void Fill(FrameQueueWriter<long> writer)
    {
        for (var i = _random.Next(8) == 0 ? 40 : 1; i > 0 && writer.TryLease(out var lease); i--)
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

    private void Read(FrameQueueReader<long> reader)
    {
        for (var i = _random.Next(4) == 0 ? 50 : 1; i > 0 && reader.TryRead(out var frame); i--)
        {
            _ = frame.Span.IndexOf((byte)0xA5);
            switch (_random.Next(8))
            {
                case 0 or 1:
                    _held.Add(frame);
                    break;
                case 2:
                    frame.GiveBack();
                    break;
                default:
                    frame.Dispose();
                    break;
            }
        }
    }

    // Somebody is always left.
    private void Change()
    {
        switch (_random.Next(4))
        {
            case 0:
                _writers.Add(FrameQueueWriter<long>.Open(_name, _options));
                break;
            case 1 when _writers.Count > 1:
                _writers[0].Dispose();
                _writers.RemoveAt(0);
                break;
            case 2 when _readers.Count > 1:
                _readers[0].Dispose();
                _readers.RemoveAt(0);
                break;
            default:
                Join();
                break;
        }
    }

    private void Join() => _readers.Add(FrameQueueReader<long>.Open(_name, new FrameQueueOptions { Waiting = (WaitStrategy)_random.Next(3) }));

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
        catch (TimeoutException)
        {
        }
        catch (InvalidOperationException refused) when (!refused.Message.Contains("thread", StringComparison.Ordinal))
        {
            // A lane or a slot that is said to be in use, or all is held, or it is completed; but nobody else uses an end.
        }
    }
}
