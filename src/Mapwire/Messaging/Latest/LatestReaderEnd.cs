using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>A reading end of latest values. What it reads it copies to memory of its own, and judges then.</summary>
/// <remarks>
/// <code>
///   1 version = Newest, acquire   2 Sequence = 2 * version, acquire; else from 1   3 Length, Time, the bytes   4 a read barrier   5 Sequence as in 2; else from 1
/// </code>
/// From 2 or 5 it goes back only after the writer has begun the version that is a round of buffers behind, and so has published others: Newest has grown, or somebody wrote over it.
/// </remarks>
internal sealed unsafe class LatestReaderEnd : IDisposable
{
    // Each time the writer has published several values: whoever does that so often while nothing is copied writes no values.
    private const int MostOvertakings = 1 << 20;
    private readonly LatestHandle _handle;
    private readonly LatestCore _core;
    private readonly LatestMemory _memory;
    private byte[] _own;

    // Of the value in the own memory; version 0 for none.
    private long _version;
    private int _length;
    private long _time;
    private long _skipped;
    private bool _isInside;

    public LatestReaderEnd(LatestHandle handle)
    {
        _handle = handle;
        _core = handle.Core;
        _memory = _core.Memory;
        try
        {
            handle.RecoverDead();
            _own = new byte[_memory.TypeSize];
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public string Name => _handle.Name;

    public int Capacity => _memory.Capacity;

    public bool IsWriterGone => _core.IsWriterGone;

    /// <summary>What was read last, in the reader's own memory, until it reads again.</summary>
    public ReadOnlyMemory<byte> Bytes => _own.AsMemory(0, _length);

    public ReadOnlySpan<byte> Span => _own.AsSpan(0, _length);

    /// <summary>Of the value that was read last.</summary>
    public LatestStamp Stamp => new(_version, _skipped, _time);

    /// <summary>Reads the newest value; false where nothing was ever written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead()
    {
        using var use = _core.Use();

        // acquire: pairs with the exchange in LatestWriterEnd.Publish
        var newest = Volatile.Read(ref _memory.Head->Newest);
        return (newest == _version && newest > 0 && !_isInside) || TryBring(newest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead<T>(out T value)
        where T : unmanaged
    {
        var isThere = TryRead();
        value = isThere ? Unsafe.ReadUnaligned<T>(ref _own[0]) : default;
        return isThere;
    }

    public LatestChange WaitForChange(Deadline deadline)
    {
        if (HasNewer)
        {
            return LatestChange.NewValue;
        }

        _ = _core.Line.Wait(deadline, out var change);
        return change;
    }

    public ValueTask<LatestChange> WaitForChangeAsync(CancellationToken cancellation) =>
        !cancellation.IsCancellationRequested && HasNewer ? new ValueTask<LatestChange>(LatestChange.NewValue) : _core.Line.WaitAsync(cancellation);

    /// <summary>Waits until something was written; false when the time is over.</summary>
    public bool AwaitFirst(Deadline deadline)
    {
        // That one writer went without writing says nothing of the next.
        while (WaitForChange(deadline) is var change && change != LatestChange.NewValue)
        {
            if (change == LatestChange.None)
            {
                return false;
            }
        }

        return true;
    }

    public TimeoutException Nothing(TimeSpan timeout) => new($"Nothing was written to {Name} within {timeout.TotalSeconds} s.");

    public void Dispose() => _handle.Dispose();

    private bool HasNewer
    {
        get
        {
            using var use = _core.Use();
            return _core.Gate.HasNewer;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryBring(long version)
    {
        if (_isInside)
        {
            ThrowRefused();
        }

        var seen = _core.Gate.Seen;
        if (version == 0 && seen == 0)
        {
            return false;
        }

        _isInside = true;
        try
        {
            var least = Math.Max(seen, 1);
            _version = 0;
            for (var i = 0; i < MostOvertakings; i++)
            {
                if (version < least || version >= LatestMemory.MostVersion)
                {
                    throw _core.ImpossibleNewest(version, least);
                }

                if (TryCopy(version))
                {
                    _skipped = seen == 0 ? 0 : Math.Max(version - seen - 1, 0);
                    _version = version;
                    _core.Gate.Seen = version;
                    return true;
                }

                least = version + 1;
                var newest = Volatile.Read(ref _memory.Head->Newest);
                if (newest == version)
                {
                    throw Misplaced(version);
                }

                version = newest;
            }

            throw _memory.Damage("version of the newest value", version, "one that stays long enough to be read");
        }
        finally
        {
            _isInside = false;
        }
    }

    // What is copied may be of several values, until the sequence is known to have stood still.
    private bool TryCopy(long version)
    {
        var buffer = _memory.Buffer(version);

        // acquire: pairs with the release in LatestWriterEnd.Publish
        if (Volatile.Read(ref buffer->Sequence) != version * 2)
        {
            return false;
        }

        var length = Volatile.Read(ref buffer->Length);
        _time = Volatile.Read(ref buffer->Time);
        var isPossible = _memory.IsLength(length);
        if (isPossible)
        {
            new ReadOnlySpan<byte>(LatestMemory.Bytes(buffer), length).CopyTo(OwnFor(length));
        }

        // Pairs with the exchange in LatestWriterEnd.Begin: who has copied a byte of a later value sees its sequence, too.
        Volatile.ReadBarrier();
        if (Volatile.Read(ref buffer->Sequence) != version * 2)
        {
            return false;
        }

        _length = isPossible ? length : throw _memory.Damage(
            "length of the newest value", length, _memory.TypeSize == 0 ? $"0 to {_memory.Capacity}" : _memory.TypeSize.ToString(CultureInfo.InvariantCulture));
        return true;
    }

    private Span<byte> OwnFor(int length)
    {
        if (_own.Length < length)
        {
            _own = GC.AllocateUninitializedArray<byte>((int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)length), (uint)_memory.Capacity));
        }

        return _own.AsSpan(0, length);
    }

    private InvalidRegionException Misplaced(long version) => _memory.Damage(
        string.Create(CultureInfo.InvariantCulture, $"sequence of buffer {version % LatestMemory.Buffers}"),
        Volatile.Read(ref _memory.Buffer(version)->Sequence),
        string.Create(CultureInfo.InvariantCulture, $"{version * 2}, for that of the newest value"));

    [DoesNotReturn]
    private void ThrowRefused() => throw new InvalidOperationException(
        $"This reader on {Name} is in use by another thread. A reader is for one thread at a time; open one for each.");
}
