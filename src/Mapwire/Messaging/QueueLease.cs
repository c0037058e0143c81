namespace Mapwire;

/// <summary>A message that is this reader's until it is done or given back, in place, in the shared memory.</summary>
/// <remarks>
/// <para>Dispose says that it is done. A lease whose process dies, or whose reader is disposed, goes to another reader, marked; so a message is done at least once. A lease of what a reader had claimed with
/// others holds those others too, until it ends.</para>
/// <para>For one thread at a time together with its reader. A second end does nothing.</para>
/// </remarks>
public readonly record struct QueueLease : IDisposable
{
    private readonly ReaderEnd? _end;
    private readonly nint _address;

    internal QueueLease(ReaderEnd end, int hand, long state, nint address, int length, bool isRedelivered)
    {
        _end = end;
        _address = address;
        Hand = hand;
        State = state;
        Length = length;
        IsRedelivered = isRedelivered;
    }

    /// <summary>How many bytes the message has.</summary>
    public int Length { get; }

    /// <summary>Whether it had been claimed before, by a reader that died, left or gave it back: it may have been done in part, or whole.</summary>
    public bool IsRedelivered { get; }

    /// <summary>The bytes themselves, not a copy.</summary>
    /// <exception cref="ObjectDisposedException">The lease was ended, or its reader disposed.</exception>
    public ReadOnlySpan<byte> Span => _end is not null && _end.IsLive(this)
        ? LaneRecord.Bytes(_address, Length)
        : throw new ObjectDisposedException(nameof(QueueLease), "This lease has ended; its message is another's, or gone.");

    internal int Hand { get; }

    internal long State { get; }

    /// <summary>The message as a value.</summary>
    /// <typeparam name="T">The type that the queue was made for.</typeparam>
    /// <returns>A copy.</returns>
    /// <exception cref="ArgumentException">The message has another size.</exception>
    /// <exception cref="ObjectDisposedException">The lease was ended, or its reader disposed.</exception>
    public T Read<T>()
        where T : unmanaged
    {
        var bytes = Span;
        return bytes.Length == System.Runtime.CompilerServices.Unsafe.SizeOf<T>()
            ? System.Runtime.InteropServices.MemoryMarshal.Read<T>(bytes)
            : throw new ArgumentException($"The message has {bytes.Length} bytes, and a {typeof(T).Name} has {System.Runtime.CompilerServices.Unsafe.SizeOf<T>()}.");
    }

    /// <summary>Gives the message back, for another reader or this one.</summary>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    public void GiveBack() => _end?.End(this, isDone: false);

    /// <summary>Says that the message is done.</summary>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    public void Dispose() => _end?.End(this, isDone: true);
}
