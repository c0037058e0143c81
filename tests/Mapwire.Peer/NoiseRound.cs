using System.Runtime.CompilerServices;

namespace Mapwire.Peer;

/// <summary>One queue, those who use it, and who writes over it: everything follows from the number of the round.</summary>
internal sealed class NoiseRound : INoiseRound
{
    private const int Corruptions = 12;
    private const int Uses = 8;
    private static readonly TimeSpan _short = TimeSpan.FromTicks(100);
    private readonly Random _random;
    private readonly QueueOptions _options;
    private readonly string _name;
    private readonly SharedMap _map;
    private readonly MapView _view;
    private readonly byte[] _whole;
    private readonly int _body;
    private readonly int _rings;
    private readonly List<QueueWriter> _writers = [];
    private readonly List<QueueReader> _readers = [];
    private readonly List<QueueLease> _leases = [];
    private string _corruption = "nothing";

    public NoiseRound(int number)
    {
        _random = new Random(number);
        _name = "noise-" + Guid.NewGuid().ToString("N");
        _options = new QueueOptions
        {
            Capacity = 4096,
            MaxWriters = 1 + _random.Next(3),
            MaxParticipants = 6,
            MaxLeases = _random.Next(6),
            SingleReader = _random.Next(3) == 0,
            FullMode = (QueueFullMode)_random.Next(3),
            Prefetch = _random.Next(2) == 0 ? 256 : 1 + _random.Next(5),
            Waiting = (WaitStrategy)_random.Next(3),
        };
        _readers.Add(QueueReader.Create(_name, _options));
        _writers.Add(QueueWriter.Open(_name, _options));
        _map = SharedMap.Open(_name);
        _view = _map.CreateView();
        _body = (int)RegionHeader.BodyOffsetFor(_options.MaxParticipants);
        _rings = (int)_view.Length - (4096 * _options.MaxWriters);
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

    /// <summary>How many corruptions were made.</summary>
    public int Done { get; private set; }

    /// <summary>How often somebody noticed.</summary>
    public int Noticed { get; private set; }

    /// <summary>What was done last, for the message of a failure.</summary>
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

        Documented(Open);
        foreach (var lease in _leases)
        {
            Documented(lease.Dispose);
        }

        Dispose();
    }

    public void Dispose()
    {
        _writers.ForEach(writer => writer.Dispose());
        _readers.ForEach(reader => reader.Dispose());
        _view.Dispose();
        _map.Dispose();
    }

    // A byte, a word or a range: anywhere, or where a queue has what it goes by.
    private (int At, int Length) Corrupt()
    {
        var (from, to) = _random.Next(8) switch
        {
            0 => (0, _body),
            1 => (_rings, (int)_view.Length),
            2 => (0, (int)_view.Length),
            3 => (_body, _body + QueueLayout.QueueSize),
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
        var reader = _readers[_random.Next(_readers.Count)];
        var writer = _writers[_random.Next(_writers.Count)];
        var what = _random.Next(_random.Next(4) == 0 ? 14 : 7);
        Last = $"{_corruption}, then use {what}";
        switch (what)
        {
            case 0:
            case 1:
                _ = writer.TryWrite(new byte[_random.Next(4) == 0 ? _random.Next(2000) : _random.Next(60)]);
                break;
            case 2:
                Claim(writer);
                break;
            case 3:
            case 4:
                if (reader.TryRead(out var message))
                {
                    Look(reader, message.Span);
                }

                break;
            case 5:
                Lease(reader);
                break;
            case 6:
                End();
                break;
            case 7:
                _ = reader.TryRead(_short, out _);
                break;
            case 8:
                _ = writer.TryWrite(new byte[_random.Next(500)], _short);
                break;
            case 9:
                _ = reader.WaitToRead(_short);
                break;
            case 10:
                Await(reader, writer);
                break;
            case 11:
                _ = _random.Next(8) == 0 && writer.Complete("noise");
                _ = reader.Counts;
                _ = reader.Error;
                break;
            case 12:
                Open();
                break;
            default:
                Close();
                break;
        }
    }

    private void Claim(QueueWriter writer)
    {
        if (writer.TryClaim(_random.Next(3) == 0 ? _random.Next(2000) : _random.Next(60), out var claim))
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

    private void Lease(QueueReader reader)
    {
        if (reader.TryLease(out var lease))
        {
            _leases.Add(lease);
            Look(reader, lease.Span);
        }
    }

    private void End()
    {
        if (_leases.Count == 0)
        {
            return;
        }

        var lease = _leases[_random.Next(_leases.Count)];
        _ = _random.Next(3) > 0 && _leases.Remove(lease);
        if (_random.Next(3) == 0)
        {
            lease.GiveBack();
        }
        else
        {
            lease.Dispose();
        }
    }

    private void Await(QueueReader reader, QueueWriter writer)
    {
        using var cancellation = new CancellationTokenSource();
        var reads = reader.WaitToReadAsync(cancellation.Token).AsTask();
        var writes = writer.WaitToWriteAsync(_random.Next(2000), cancellation.Token).AsTask();
        cancellation.Cancel();
        Documented(() => reads.GetAwaiter().GetResult());
        Documented(() => writes.GetAwaiter().GetResult());
    }

    private void Open()
    {
        if (_random.Next(2) == 0)
        {
            _writers.Add(QueueWriter.Open(_name, _options));
        }
        else
        {
            _readers.Add(QueueReader.Open(_name, _options));
        }
    }

    // Somebody is always left.
    private void Close()
    {
        if (_random.Next(2) == 0 && _writers.Count > 1)
        {
            _writers[0].Dispose();
            _writers.RemoveAt(0);
        }
        else if (_readers.Count > 1)
        {
            _readers[0].Dispose();
            _readers.RemoveAt(0);
        }
    }

    // It must lie in the reader's view, and is looked through.
    private static void Look(QueueReader reader, ReadOnlySpan<byte> message)
    {
        var view = EndOf(reader).Handle.Core.Region.View;
        var offset = Unsafe.ByteOffset(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), view.Address), ref Unsafe.AsRef(in message.GetPinnableReference()));
        if (message.Length > 0 && (offset < 0 || offset > view.Length - message.Length))
        {
            throw new InvalidDataException($"A message of {message.Length} bytes lies at {offset} in a view of {view.Length}.");
        }

        _ = message.IndexOf((byte)0xA5);
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
        catch (InvalidOperationException refused) when (IsRefusal(refused))
        {
        }
    }

    // A lane, a hand or a slot that is said to be in use, or a lease that was ended by what was written over it; but nobody else uses an end.
    private static bool IsRefusal(InvalidOperationException refused) =>
        refused is ObjectDisposedException { ObjectName: nameof(QueueLease) }
        || (refused.GetType() == typeof(InvalidOperationException) && !refused.Message.Contains("thread", StringComparison.Ordinal));

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_end")]
    private static extern ref ReaderEnd EndOf(QueueReader reader);
}
