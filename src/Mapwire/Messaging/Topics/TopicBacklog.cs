using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>What a subscriber that drops the newest has read and not yet been asked for: it is taken out of the lanes in the background, as long as there is room here.</summary>
/// <remarks>While there is none, messages stay in the lanes; what is written over there is lost, and what was published until there is room again.</remarks>
[SuppressMessage("Usage", "CA2213", Justification = "Whoever still waits for a signal finds that all is over.")]
internal sealed class TopicBacklog : IDisposable
{
    private readonly SubscriberSeat _seat;
    private readonly TopicReader _lanes;
    private readonly long _most;
    private readonly Lock _gate = new();
    private readonly Queue<BacklogItem> _items = new();
    private readonly SemaphoreSlim _arrived = new(0, 1);
    private readonly SemaphoreSlim _room = new(0, 1);
    private long _bytes;
    private bool _isFull;
    private bool _isOver;
    private byte[] _buffer = [];

    public TopicBacklog(SubscriberSeat seat, TopicReader lanes, int most)
    {
        (_seat, _lanes, _most) = (seat, lanes, most);
        _ = Task.Run(PumpAsync);
    }

    /// <summary>Counts what was taken, and each time that it was let go of.</summary>
    public long Serial { get; private set; }

    /// <summary>What was taken last.</summary>
    public BacklogItem Last { get; private set; }

    public bool TryTake(out nint message, out int length)
    {
        lock (_gate)
        {
            Serial++;
            Fill();
            if (!_items.TryDequeue(out var item))
            {
                (message, length) = (0, 0);
                return false;
            }

            _bytes -= item.Cost;
            if (item.Length > _buffer.Length)
            {
                _buffer = GC.AllocateUninitializedArray<byte>(item.Bytes.Length, pinned: true);
            }

            item.Bytes.AsSpan(0, item.Length).CopyTo(_buffer);
            ArrayPool<byte>.Shared.Return(item.Bytes);
            (message, length) = (Marshal.UnsafeAddrOfPinnedArrayElement(_buffer, 0), item.Length);
            Last = item with { Bytes = [] };
            if (_isFull && _bytes <= _most / 2)
            {
                _isFull = false;
                Signal(_room);
            }

            return true;
        }
    }

    public void LetGo()
    {
        lock (_gate)
        {
            Serial++;
        }
    }

    public bool LooksReady()
    {
        lock (_gate)
        {
            return _items.Count > 0 || _lanes.LooksReadyInside();
        }
    }

    /// <summary>Waits until there may be something to read, or nothing will ever come; false when the time is over.</summary>
    public bool Await(Deadline deadline)
    {
        while (!IsOpen())
        {
            if (!_arrived.Wait(deadline.Milliseconds))
            {
                return IsOpen();
            }
        }

        return true;
    }

    /// <summary>Waits without a thread; false when nothing will ever come.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        while (!IsOpen())
        {
            await _arrived.WaitAsync(cancellation).ConfigureAwait(false);
        }

        return LooksReady();
    }

    /// <summary>The handle is closed.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        // Not disposed of: who still waits finds that all is over.
        Signal(_arrived);
        Signal(_room);
    }

    private bool IsOpen() => _isOver || LooksReady() || _seat.IsCompleted;

    // Whoever asks for a message fills, too: the background is for while nobody asks.
    private void Fill()
    {
        _lanes.Enter();
        try
        {
            while (!_isFull && _lanes.TryTake(out var message, out var length, out _))
            {
                var bytes = ArrayPool<byte>.Shared.Rent(length);
                LaneRecord.Bytes(message, length).CopyTo(bytes);
                var item = new BacklogItem(bytes, length, _lanes.Lane, _lanes.Sequence, _lanes.Loss);
                _items.Enqueue(item);
                _bytes += item.Cost;
                _isFull = _bytes >= _most;
            }

            // It is here now, and those that look are told so.
            _ = _lanes.LetGo();
        }
        finally
        {
            _lanes.Leave();
        }
    }

    private async Task PumpAsync()
    {
        try
        {
            while (!_isOver)
            {
                bool isFull;
                lock (_gate)
                {
                    Fill();
                    isFull = _isFull;
                }

                Signal(_arrived);
                if (isFull)
                {
                    await _room.WaitAsync().ConfigureAwait(false);
                }
                else if (!await _seat.WaitAsync(CancellationToken.None).ConfigureAwait(false))
                {
                    break;
                }
            }
        }
        catch (Exception failure) when (failure is ObjectDisposedException or InvalidRegionException or IOException)
        {
            // It is closed, or who reads finds the same.
        }

        Signal(_arrived);
    }

    private static void Signal(SemaphoreSlim signal)
    {
        lock (signal)
        {
            if (signal.CurrentCount == 0)
            {
                _ = signal.Release();
            }
        }
    }
}
