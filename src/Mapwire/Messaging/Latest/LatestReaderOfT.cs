using System.Diagnostics.CodeAnalysis;

namespace Mapwire;

/// <summary>Reads the newest of values of one type.</summary>
/// <typeparam name="T">The type; the writer opens the latest values with the same.</typeparam>
/// <remarks>As <see cref="LatestReader"/> in everything else, but for that a value is a copy.</remarks>
public sealed class LatestReader<T> : IDisposable
    where T : unmanaged
{
    private readonly LatestReaderEnd _end;

    private LatestReader(LatestReaderEnd end) => _end = end;

    /// <summary>The full name with its prefix.</summary>
    public string Name => _end.Name;

    /// <summary>Whether nobody writes: the writer was closed, or died, or there was none yet.</summary>
    /// <remarks>Asks the kernel, which takes a microsecond or so. Who is stopped lives.</remarks>
    /// <exception cref="ObjectDisposedException">The reader was disposed.</exception>
    public bool IsWriterGone => _end.IsWriterGone;

    /// <summary>Creates latest values under a name that nobody holds, and opens them to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create them; null for the defaults.</param>
    /// <returns>The reader; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static LatestReader<T> Create(string name, LatestOptions? options = null) =>
        new(new LatestReaderEnd(LatestHandle.Create(name, options ?? new LatestOptions(), MessageType.Of<T>())));

    /// <summary>Opens latest values that somebody holds, to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open them; null for the defaults.</param>
    /// <returns>The reader; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds anything of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has values of another type.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static LatestReader<T> Open(string name, LatestOptions? options = null) =>
        TryOpen(name, out var opened, options) ? opened : throw Throw.NotFound(Platform.MapName.Parse(name).FullName);

    /// <summary>Opens latest values if somebody holds them, to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="opened">The reader, or null where nobody holds anything of that name.</param>
    /// <param name="options">How to open them; null for the defaults.</param>
    /// <returns>Whether there were any. Everything but their absence is an exception, as in <see cref="Open(string, LatestOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has values of another type.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out LatestReader<T>? opened, LatestOptions? options = null)
    {
        opened = LatestHandle.TryOpen(name, options ?? new LatestOptions(), MessageType.Of<T>()) is { } handle ? new LatestReader<T>(new LatestReaderEnd(handle)) : null;
        return opened is not null;
    }

    /// <summary>Opens latest values if somebody holds them, and creates them if nobody does, to read.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="created">Whether they were created.</param>
    /// <param name="options">How to create or open them; null for the defaults.</param>
    /// <returns>The reader; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has values of another type.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static LatestReader<T> CreateOrOpen(string name, out bool created, LatestOptions? options = null) =>
        new(new LatestReaderEnd(LatestHandle.CreateOrOpen(name, options ?? new LatestOptions(), MessageType.Of<T>(), out created)));

    /// <summary>Reads the newest value, whether it was read before or not.</summary>
    /// <param name="value">The value.</param>
    /// <returns>False where nothing was ever written.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the latest values.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed.</exception>
    public bool TryRead(out T value) => _end.TryRead(out value);

    /// <summary>Reads the newest value, and says which it is.</summary>
    /// <param name="value">The value.</param>
    /// <param name="stamp">Its version, its age, and how many this reader skipped.</param>
    /// <returns>False where nothing was ever written.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the latest values.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed.</exception>
    public bool TryRead(out T value, out LatestStamp stamp)
    {
        var isThere = TryRead(out value);
        stamp = isThere ? _end.Stamp : default;
        return isThere;
    }

    /// <summary>Reads the newest value; where nothing was ever written, waits for the first as long as it takes.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the latest values.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public T Read() => Read(Timeout.InfiniteTimeSpan);

    /// <summary>Reads the newest value; where nothing was ever written, waits for the first.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="TimeoutException">Nothing was written in time.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the latest values.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public T Read(TimeSpan timeout)
    {
        var deadline = Deadline.After(timeout);
        T value;
        while (!TryRead(out value))
        {
            if (!_end.AwaitFirst(deadline))
            {
                throw _end.Nothing(timeout);
            }
        }

        return value;
    }

    /// <summary>Reads the newest value; where nothing was ever written, waits for the first without a thread.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The value.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the latest values.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public async ValueTask<T> ReadAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        T value;
        while (!TryRead(out value))
        {
            // That one writer went without writing says nothing of the next.
            _ = await _end.WaitForChangeAsync(cancellation).ConfigureAwait(false);
        }

        return value;
    }

    /// <summary>Waits until there is a value that this reader has not read, or the writer goes.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <returns>Which it was, or none in time. A new value is told before the going of who wrote it, and that once.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the latest values.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public LatestChange WaitForChange(TimeSpan timeout) => _end.WaitForChange(Deadline.After(timeout));

    /// <summary>The same without a thread, for as long as it takes.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>A new value, or that the writer has gone.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the latest values.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed, before or while it waited.</exception>
    public ValueTask<LatestChange> WaitForChangeAsync(CancellationToken cancellation = default) => _end.WaitForChangeAsync(cancellation);

    /// <summary>Closes the reader. A second time does nothing.</summary>
    public void Dispose() => _end.Dispose();
}
