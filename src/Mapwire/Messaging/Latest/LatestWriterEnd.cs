using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>The writing end of latest values.</summary>
/// <remarks>
/// <code>
///   1 Sequence = 2 * version - 1, a full fence   2 the bytes, Length, Time   3 Sequence = 2 * version, release   4 Newest = version, a full fence
///   5 if readers wait: ring them all
/// </code>
/// A death before 4 leaves Newest as it was, and its successor writes the same version over what is there; after 4 the value is whole.
/// </remarks>
internal sealed unsafe class LatestWriterEnd : IDisposable
{
    private const int Free = 0;
    private const int Inside = 1;
    private const int Claimed = 2;
    private readonly LatestHandle _handle;
    private readonly LatestCore _core;
    private readonly LatestMemory _memory;

    // Kept here, for what others could write over it is none of a writer's business.
    private long _version;
    private int _state;

    public LatestWriterEnd(LatestHandle handle)
    {
        _handle = handle;
        _core = handle.Core;
        _memory = _core.Memory;
        try
        {
            handle.RecoverDead();
            _core.TakeWriter();
            _version = _core.Newest;
            _core.WriterEnd = this;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public string Name => _handle.Name;

    /// <summary>Whether a claim is open, for who has closed it.</summary>
    public bool HasClaim => Volatile.Read(ref _state) == Claimed;

    public int Capacity => _memory.Capacity;

    public long Version => Volatile.Read(ref _version);

    public void Write(ReadOnlySpan<byte> value)
    {
        RequireFits(value.Length);
        using var use = _core.Use();
        Enter(Free);
        try
        {
            Begin();
            value.CopyTo(new Span<byte>(LatestMemory.Bytes(_memory.Buffer(_version + 1)), value.Length));
            PublishInside(value.Length);
        }
        finally
        {
            Leave(Free);
        }
    }

    /// <summary>Begins a value that is written in place; nothing else may be written until it is published or dropped.</summary>
    public void Claim(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        RequireFits(length);
        using var use = _core.Use();
        Enter(Free);
        Begin();
        Leave(Claimed);
    }

    public Span<byte> ClaimedBytes(int length) => _core.Region.View.AsSpan(_memory.BufferOffset(_version + 1) + LatestBufferLayout.BufferSize, length);

    public void Publish(int length)
    {
        using var use = _core.Use();
        Enter(Claimed);
        try
        {
            PublishInside(length);
        }
        finally
        {
            Leave(Free);
        }
    }

    /// <summary>Drops the open claim: nobody ever sees anything of it.</summary>
    public void Abort() => Interlocked.CompareExchange(ref _state, Free, Claimed);

    /// <summary>Step 1, for who is inside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin()
    {
        var version = _version + 1;

        // Full fence: no byte of the value is seen before it, not even one that a long copy writes past the caches; pairs with the barrier in LatestReaderEnd.TryCopy.
        _ = Interlocked.Exchange(ref _memory.Buffer(version)->Sequence, (version * 2) - 1);
    }

    /// <summary>The rest of step 2, and step 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(int length)
    {
        var version = _version + 1;
        var buffer = _memory.Buffer(version);
        buffer->Length = length;
        buffer->Time = Stopwatch.GetTimestamp();

        // release: the value comes before; pairs with the acquire of the sequence in LatestReaderEnd.TryCopy
        Volatile.Write(ref buffer->Sequence, version * 2);
    }

    /// <summary>Step 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Show()
    {
        var version = _version + 1;

        // Release: pairs with the acquire of Newest in LatestReaderEnd. Full fence: before the look at who waits; pairs with the one between the flag and the look in LatestGate.
        _ = Interlocked.Exchange(ref _memory.Head->Newest, version);
        Volatile.Write(ref _version, version);
    }

    /// <summary>Step 5.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Tell()
    {
        if (Flag.IsRaised(Volatile.Read(ref _memory.Head->ReadersWait)))
        {
            _core.TellReaders();
        }
    }

    public void Dispose() => _handle.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PublishInside(int length)
    {
        Finish(length);
        Show();
        Tell();
    }

    // A second thread is refused for certain: two in one buffer would be a torn value.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Enter(int from)
    {
        if (Interlocked.CompareExchange(ref _state, Inside, from) != from)
        {
            ThrowRefused();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Leave(int to) => Volatile.Write(ref _state, to); // release: pairs with the exchange of the next thread's Enter

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RequireFits(int length)
    {
        if (!_memory.IsLength(length))
        {
            ThrowTooLong(length);
        }
    }

    [DoesNotReturn]
    private void ThrowTooLong(int length) => throw new ArgumentException(string.Create(
        CultureInfo.InvariantCulture, $"A value of {length} bytes does not fit into {Name}, whose values have {Capacity} at most. Create it with more Capacity."));

    [DoesNotReturn]
    private void ThrowRefused() => throw new InvalidOperationException(Volatile.Read(ref _state) == Claimed
        ? $"This writer on {Name} has an open claim. Publish or dispose it before the next write."
        : $"This writer on {Name} is in use by another thread, or its claim is over. A writer is for one thread at a time.");
}
