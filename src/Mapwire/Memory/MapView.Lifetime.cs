using System.Runtime.CompilerServices;
using Mapwire.Platform;

namespace Mapwire;

// States: quiet (nothing handed out) -> handed out -> disposed. Holds are counted beside them.
//   HandOut   under the gate: sets the addresses, unless disposed.
//   Hold      under the gate: counts, unless disposed.
//   Dispose   under the gate: clears the addresses; the memory is released now, or by the last hold.
//   Release   quiet: unmapped. Handed out: retired, for a span may still point into it.
public sealed unsafe partial class MapView
{
    /// <summary>Keeps the memory in place until the hold is disposed, also against a <see cref="Dispose"/> on another thread.</summary>
    /// <returns>The hold; dispose it when the span or address obtained under it is no longer used.</returns>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    public MapViewHold Hold()
    {
        _ = BeginHold();
        return new MapViewHold(this);
    }

    /// <summary>Copies bytes out of the view; safe against a <see cref="Dispose"/> on another thread.</summary>
    /// <param name="offset">Where to begin, in bytes from the start of the view.</param>
    /// <param name="destination">Where to; filled entirely.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bytes do not all lie in the view.</exception>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        using var hold = Hold();
        _ = Checked(offset, destination.Length);
        new ReadOnlySpan<byte>((byte*)_start + offset, destination.Length).CopyTo(destination);
    }

    /// <summary>Copies bytes into the view; safe against a <see cref="Dispose"/> on another thread.</summary>
    /// <param name="offset">Where to begin, in bytes from the start of the view.</param>
    /// <param name="source">What to write.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bytes do not all fit into the view there.</exception>
    /// <exception cref="InvalidOperationException">The view cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    public void Write(long offset, ReadOnlySpan<byte> source)
    {
        using var hold = Hold();
        RequireWritable();
        _ = Checked(offset, source.Length);
        source.CopyTo(new Span<byte>((byte*)_start + offset, source.Length));
    }

    /// <summary>A part of the view as memory that asynchronous code can carry.</summary>
    /// <param name="offset">Where it begins, in bytes from the start of the view.</param>
    /// <param name="length">How many bytes.</param>
    /// <returns>Memory over the bytes themselves; its spans are obtained anew at each use and throw once the view is disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie in the view.</exception>
    /// <exception cref="InvalidOperationException">The view cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    public Memory<byte> AsMemory(long offset, int length)
    {
        _ = AsSpan(offset, length);
        return new MapViewMemory(this, offset, length).Memory;
    }

    /// <summary>A part of the view as memory that asynchronous code can carry and read.</summary>
    /// <param name="offset">Where it begins, in bytes from the start of the view.</param>
    /// <param name="length">How many bytes.</param>
    /// <returns>Memory over the bytes themselves; its spans are obtained anew at each use and throw once the view is disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie in the view.</exception>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    public ReadOnlyMemory<byte> AsReadOnlyMemory(long offset, int length)
    {
        _ = AsReadOnlySpan(offset, length);
        return new MapViewMemory(this, offset, length).Memory;
    }

    /// <summary>A stream over the whole view, beginning at its start, which cannot grow.</summary>
    /// <returns>The stream; disposing it leaves the view as it is. It is for one thread at a time.</returns>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    public Stream AsStream()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new MapViewStream(this);
    }

    /// <summary>Writes what was changed to the file behind the map, down to the disk. Memory has none, and then it does nothing.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    public void Flush() => Flush(0, Length);

    /// <summary>Writes what was changed in a part of the view to the file behind the map, down to the disk.</summary>
    /// <param name="offset">Where it begins, in bytes from the start of the view.</param>
    /// <param name="length">How many bytes; whole pages around them may be written.</param>
    /// <remarks>Dispose does not flush: other processes see every write at once without it, and the system writes files back in its
    /// own time. It matters only against a failure of the machine.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie in the view.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    public void Flush(long offset, long length)
    {
        using var hold = Hold();
        _ = Checked(offset, length);
        if (_map.IsFile && Access is MapAccess.ReadWrite or MapAccess.ReadWriteExecute)
        {
            var slack = (_start + (nint)offset - _base) % Environment.SystemPageSize;
            Pages.Flush(_map, _start + (nint)offset - slack, (nuint)(length + slack));
        }
    }

    /// <summary>Closes the view. A second time does nothing.</summary>
    public void Dispose() => DisposeThen(released: null);

    /// <summary>Makes a view of which nothing is handed out: it is unmapped as soon as it is disposed, and no other view has to make room for it.</summary>
    internal static MapView CreateOwn(MapHandle map, long length)
    {
        var held = false;
        map.DangerousAddRef(ref held);
        try
        {
            var address = Pages.Map(map, 0, (nuint)length, MapAccess.ReadWrite, hugePages: false);
            map.ViewMade();
            return new MapView(map, address, (nuint)length, 0, length, MapAccess.ReadWrite, isOwn: true);
        }
        catch
        {
            map.DangerousRelease();
            throw;
        }
    }

    internal static MapView Create(MapHandle map, long offset, long length, MapAccess access, MapViewOptions options, bool hugePages)
    {
        var held = false;
        map.DangerousAddRef(ref held);
        nint address = 0;
        nuint mapped = 0;
        try
        {
            var slack = offset % Pages.Granularity;
            mapped = checked((nuint)(length + slack));
            address = MapOrMakeRoom(map, offset - slack, mapped, access, hugePages);
            if (options.Prefault)
            {
                Pages.Prefault(map, address, mapped, access is MapAccess.ReadWrite or MapAccess.ReadWriteExecute);
            }

            if (options.LockInMemory)
            {
                Pages.Lock(map, address, mapped);
            }

            map.ViewMade();
            return new MapView(map, address, mapped, offset, length, access);
        }
        catch
        {
            if (address != 0)
            {
                Pages.Unmap(address, mapped);
            }

            map.DangerousRelease();
            throw;
        }
    }

    /// <summary>Closes the view, and does something when its memory was released: at once, or when the last hold ends, on the thread that ends it.</summary>
    /// <param name="released">What to do; told whether a late span reaches the map no longer, as far as the system can do that at all.</param>
    internal void DisposeThen(Action<bool>? released)
    {
        bool isOut;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _retire = _readable != 0 && !_isOwn;
            Volatile.Write(ref _writable, 0);
            Volatile.Write(ref _readable, 0);
            if (_holds > 0)
            {
                _released = released;
                return;
            }

            isOut = Release();
        }

        released?.Invoke(isOut);
    }

    /// <summary>Counts a hold and returns the address it keeps.</summary>
    internal nint BeginHold()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                Throw.ViewDisposed(_map.Name);
            }

            _holds++;
            return _start;
        }
    }

    internal void EndHold()
    {
        Action<bool>? released;
        bool isOut;
        lock (_gate)
        {
            // A copy of a pin that is let go of once more counts below 0.
            if (--_holds != 0 || !_isDisposed)
            {
                return;
            }

            (released, _released) = (_released, null);
            isOut = Release();
        }

        released?.Invoke(isOut);
    }

    /// <summary>Copies to another view without risk to the process; false when a page of this one has gone.</summary>
    internal bool TryCopyTo(MapView destination, long length)
    {
        using var hold = Hold();
        using var other = destination.Hold();
        _ = Checked(0, length);
        _ = destination.Checked(0, length);
        destination.RequireWritable();
        return Pages.TryCopy(_start, destination._start, (nuint)length);
    }

    // Addresses of retired views are given back before a view is refused for want of them.
    private static nint MapOrMakeRoom(MapHandle map, long offset, nuint length, MapAccess access, bool hugePages)
    {
        try
        {
            return Pages.Map(map, offset, length, access, hugePages);
        }
        catch (IOException) when (RetiredViews.TryRelease())
        {
            return Pages.Map(map, offset, length, access, hugePages);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private nint HandOut(bool write)
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                Throw.ViewDisposed(_map.Name);
            }

            if (write)
            {
                RequireWritable();
                Volatile.Write(ref _writable, _start);
            }

            Volatile.Write(ref _readable, _start);
            return _start;
        }
    }

    private void RequireWritable()
    {
        if (Access is MapAccess.ReadOnly or MapAccess.ReadExecute)
        {
            Throw.NotWritable(_map.Name, Access);
        }
    }

    // Whether a late span reaches the map no longer, as far as the system can do that.
    private bool Release()
    {
        var isOut = true;
        if (_retire)
        {
            isOut = RetiredViews.Add(_base, _mappedLength, _map.IsFile);
        }
        else
        {
            Pages.Unmap(_base, _mappedLength);
        }

        _map.ViewGone();
        _map.DangerousRelease();
        return isOut;
    }
}
