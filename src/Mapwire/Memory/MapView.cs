using System.Numerics;
using System.Runtime.CompilerServices;
using Mapwire.Platform;

namespace Mapwire;

/// <summary>A window onto a map in this process.</summary>
/// <remarks>
/// <para>Reading and writing through <see cref="Span"/>, <see cref="At{T}"/> and their kin is plain memory access: nothing is counted and
/// nothing is locked, and what two processes do to the same bytes at once is theirs to order (<see cref="Volatile"/>,
/// <see cref="Interlocked"/>).</para>
/// <para>Every member that touches the memory throws <see cref="ObjectDisposedException"/> once the view is disposed, on any thread. A span or reference obtained
/// before outlives the view harmlessly on Linux and macOS, where its memory is exchanged for private zeros; docs/guarantees.md says how
/// long, and what holds on Windows. To keep the memory itself, take a <see cref="Hold"/>.</para>
/// <para>A view that is never disposed stays mapped, and keeps its map alive, until the process ends.</para>
/// <para>All members may be called from any thread.</para>
/// </remarks>
public sealed unsafe partial class MapView : IDisposable
{
    // Addresses, set when memory is first handed out and cleared by Dispose; zero sends every access the slow way.
    private nint _readable;
    private nint _writable;

    private readonly MapHandle _map;
    private readonly nint _start;
    private readonly nint _base;
    private readonly nuint _mappedLength;
    private readonly bool _isOwn;
    private readonly Lock _gate = new();
    private int _holds;
    private bool _isDisposed;
    private bool _retire;
    private Action<bool>? _released;

    private MapView(MapHandle map, nint baseAddress, nuint mappedLength, long offset, long length, MapAccess access, bool isOwn = false)
    {
        _isOwn = isOwn;
        _map = map;
        _base = baseAddress;
        _mappedLength = mappedLength;
        _start = baseAddress + (nint)(mappedLength - (nuint)length);
        Offset = offset;
        Length = length;
        Access = access;
    }

    /// <summary>Where in the map the view begins, in bytes.</summary>
    public long Offset { get; }

    /// <summary>How many bytes it has: exactly what was asked for.</summary>
    public long Length { get; }

    /// <summary>What it may be used for.</summary>
    public MapAccess Access { get; }

    /// <summary>The whole view, to read and write.</summary>
    /// <exception cref="InvalidOperationException">The view cannot be written, or is longer than a span can be.</exception>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    public Span<byte> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var start = Writable();
            var length = Length;
            if (length > int.MaxValue)
            {
                Throw.TooLongForSpan(_map.Name, length);
            }

            return new Span<byte>(start, (int)length);
        }
    }

    /// <summary>The whole view, to read.</summary>
    /// <exception cref="InvalidOperationException">The view is longer than a span can be.</exception>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    public ReadOnlySpan<byte> ReadOnlySpan
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var start = Readable();
            var length = Length;
            if (length > int.MaxValue)
            {
                Throw.TooLongForSpan(_map.Name, length);
            }

            return new ReadOnlySpan<byte>(start, (int)length);
        }
    }

    /// <summary>The address of the first byte, for interop.</summary>
    /// <remarks>Native code that works with it should do so under a <see cref="Hold"/>.</remarks>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    public nint Address => (nint)Readable();

    internal string Name => _map.Name;

    /// <summary>A part of the view, to read and write.</summary>
    /// <param name="offset">Where it begins, in bytes from the start of the view.</param>
    /// <param name="length">How many bytes.</param>
    /// <returns>The bytes themselves, not a copy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie in the view.</exception>
    /// <exception cref="InvalidOperationException">The view cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> AsSpan(long offset, int length)
    {
        return new Span<byte>(Writable() + Checked(offset, length), length);
    }

    /// <summary>A part of the view, to read.</summary>
    /// <param name="offset">Where it begins, in bytes from the start of the view.</param>
    /// <param name="length">How many bytes.</param>
    /// <returns>The bytes themselves, not a copy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie in the view.</exception>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> AsReadOnlySpan(long offset, int length)
    {
        return new ReadOnlySpan<byte>(Readable() + Checked(offset, length), length);
    }

    /// <summary>A run of values, to read and write.</summary>
    /// <typeparam name="T">The type of each value.</typeparam>
    /// <param name="offset">Where the first begins, in bytes from the start of the view; a multiple of the type's alignment.</param>
    /// <param name="count">How many values.</param>
    /// <returns>The values themselves, not a copy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie in the view.</exception>
    /// <exception cref="ArgumentException">The offset is not aligned for the type.</exception>
    /// <exception cref="InvalidOperationException">The view cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> AsSpan<T>(long offset, int count)
        where T : unmanaged
    {
        return new Span<T>(Writable() + Checked<T>(offset, count), count);
    }

    /// <summary>A run of values, to read.</summary>
    /// <typeparam name="T">The type of each value.</typeparam>
    /// <param name="offset">Where the first begins, in bytes from the start of the view; a multiple of the type's alignment.</param>
    /// <param name="count">How many values.</param>
    /// <returns>The values themselves, not a copy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie in the view.</exception>
    /// <exception cref="ArgumentException">The offset is not aligned for the type.</exception>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> AsReadOnlySpan<T>(long offset, int count)
        where T : unmanaged
    {
        return new ReadOnlySpan<T>(Readable() + Checked<T>(offset, count), count);
    }

    /// <summary>One value in place, to read and write.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="offset">Where it begins, in bytes from the start of the view; a multiple of the type's alignment.</param>
    /// <returns>A reference to the value in the shared memory.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value does not lie in the view.</exception>
    /// <exception cref="ArgumentException">The offset is not aligned for the type.</exception>
    /// <exception cref="InvalidOperationException">The view cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T At<T>(long offset)
        where T : unmanaged
    {
        return ref *(T*)(Writable() + Checked<T>(offset, 1));
    }

    /// <summary>One value in place, to read.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="offset">Where it begins, in bytes from the start of the view; a multiple of the type's alignment.</param>
    /// <returns>A reference to the value in the shared memory.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value does not lie in the view.</exception>
    /// <exception cref="ArgumentException">The offset is not aligned for the type.</exception>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly T ReadOnlyAt<T>(long offset)
        where T : unmanaged
    {
        return ref *(T*)(Readable() + Checked<T>(offset, 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Writable()
    {
        var start = Volatile.Read(ref _writable);
        return (byte*)(start != 0 ? start : HandOut(write: true));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Readable()
    {
        var start = Volatile.Read(ref _readable);
        return (byte*)(start != 0 ? start : HandOut(write: false));
    }

    /// <summary>The offset, if so many bytes from there lie in the view.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Checked(long offset, long length)
    {
        // Unsigned, a negative number is larger than any view.
        var viewLength = (ulong)Length;
        if ((ulong)offset > viewLength || (ulong)length > viewLength - (ulong)offset)
        {
            Throw.OutOfView(_map.Name, offset, length, Length);
        }

        return offset;
    }

    /// <summary>The offset, if so many values from there lie in the view, aligned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Checked<T>(long offset, int count)
        where T : unmanaged
    {
        // What the byte pushes the value off by is its alignment, plus padding behind it that is less than that.
        var alignment = 1 << BitOperations.Log2((uint)(sizeof(Aligned<T>) - sizeof(T)));
        var at = Checked(offset, (long)count * sizeof(T));
        if (((_start + (nint)at) & (alignment - 1)) != 0)
        {
            Throw.Misaligned(_map.Name, offset, Offset, typeof(T), alignment);
        }

        return at;
    }

    /// <summary>One byte and a value: the padding between them is the value's alignment.</summary>
    private readonly record struct Aligned<T>(byte First, T Value)
        where T : unmanaged;
}
