namespace Mapwire.Peer;

/// <summary>Latest values, those who use them, and who writes over them: everything follows from the number of the round.</summary>
internal sealed class LatestNoiseRound : INoiseRound
{
    private const int Corruptions = 12;
    private const int Uses = 8;
    private static readonly TimeSpan _short = TimeSpan.FromTicks(100);
    private readonly Random _random;
    private readonly LatestOptions _options;
    private readonly string _name = "noise-" + Guid.NewGuid().ToString("N");
    private readonly SharedMap _map;
    private readonly MapView _view;
    private readonly byte[] _whole;
    private readonly int _body;
    private readonly int _buffers;
    private readonly List<LatestReader> _readers = [];
    private LatestWriter? _writer;
    private string _corruption = "nothing";

    public LatestNoiseRound(int number)
    {
        _random = new Random(number);
        _options = new LatestOptions { Capacity = 1 + _random.Next(1000), MaxParticipants = 6, Waiting = (WaitStrategy)_random.Next(3) };
        _writer = LatestWriter.Create(_name, _options);
        _readers.Add(LatestReader.Open(_name, _options));
        _map = SharedMap.Open(_name);
        _view = _map.CreateView();
        _body = (int)RegionHeader.BodyOffsetFor(_options.MaxParticipants);
        _buffers = _body + LatestLayout.LatestSize + (_options.MaxParticipants * LatestCellLayout.CellSize);
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

            if (isRepaired)
            {
                // Of what was written over, a part may be as it was, and a part as it is now.
                _whole.AsSpan(at, bytes).CopyTo(_view.AsSpan(at, bytes));
            }
        }

        Dispose();
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _readers.ForEach(reader => reader.Dispose());
        _view.Dispose();
        _map.Dispose();
    }

    // A byte, a word or a range: anywhere, or where latest values have what they go by.
    private (int At, int Length) Corrupt()
    {
        var (from, to) = _random.Next(8) switch
        {
            0 => (0, _body),
            1 => (0, (int)_view.Length),
            2 or 3 => (_buffers, (int)_view.Length),
            4 => (_body, _buffers),
            5 => (_buffers, _buffers + LatestBufferLayout.BufferSize),
            _ => (_body, _body + LatestLayout.LatestSize),
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
        _corruption = $"{length} bytes at {at} of {_view.Length}, body {_body}, buffers {_buffers}";
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
        var what = _random.Next(_random.Next(4) == 0 ? 8 : 4);
        Last = $"{_corruption}, then use {what}";
        switch (what)
        {
            case 0:
                _writer?.Write(new byte[_random.Next(_writer.Capacity + 1)]);
                break;
            case 1:
            case 2:
                Look(reader);
                break;
            case 3:
                Claim();
                break;
            case 4:
                _ = reader.WaitForChange(_short);
                break;
            case 5:
                Await(reader);
                break;
            case 6:
                OpenOrClose();
                break;
            default:
                // Another writer, or the same place again.
                _writer?.Dispose();
                _writer = null;
                _ = reader.IsWriterGone;
                _writer = LatestWriter.Open(_name, _options);
                break;
        }
    }

    private void Look(LatestReader reader)
    {
        if (reader.TryRead(out var value, out var stamp))
        {
            if (value.Length > reader.Capacity || stamp.Version < 1 || stamp.Age < TimeSpan.Zero || stamp.Skipped < 0)
            {
                throw new InvalidDataException($"A value of {value.Length} bytes, version {stamp.Version}, skipped {stamp.Skipped}.");
            }

            _ = value.IndexOf((byte)0xA5);
        }
    }

    private void Claim()
    {
        if (_writer is not null)
        {
            using var claim = _writer.Claim(_random.Next(_writer.Capacity + 1));
            claim.Bytes.Fill(0x5A);
            if (_random.Next(3) > 0)
            {
                claim.Publish(_random.Next(claim.Length + 1));
            }
        }
    }

    private void Await(LatestReader reader)
    {
        using var cancellation = new CancellationTokenSource();
        var wait = reader.WaitForChangeAsync(cancellation.Token).AsTask();
        cancellation.Cancel();
        Documented(() => wait.GetAwaiter().GetResult());
    }

    private void OpenOrClose()
    {
        if (_random.Next(2) == 0)
        {
            _readers.Add(LatestReader.Open(_name, _options));
        }
        else if (_readers.Count > 1)
        {
            _readers[0].Dispose();
            _readers.RemoveAt(0);
        }
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
        catch (OperationCanceledException)
        {
        }
        catch (InvalidOperationException refused)
            when (refused.GetType() == typeof(InvalidOperationException) && !refused.Message.Contains("thread", StringComparison.Ordinal))
        {
            // A slot, or the place of the writer, is said to be in use.
        }
    }
}
