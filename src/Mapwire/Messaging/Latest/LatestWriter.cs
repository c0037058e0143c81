using System.Diagnostics.CodeAnalysis;

namespace Mapwire;

/// <summary>Writes values of bytes, of which readers always get the newest.</summary>
/// <remarks>
/// <para>There is one writer at a time; a second one is told who it is. Writing never waits, whatever readers do, and costs no call to the system while none of them sleeps.</para>
/// <para>A writer that dies leaves the newest value that it had published, whole. The next writer takes its place, and counts on. All of it goes with the last handle, of a writer or a reader.</para>
/// <para>For one thread at a time; a second one is refused. Only Dispose may be called from any thread, at any time.</para>
/// </remarks>
[SuppressMessage("Usage", "CA2213", Justification = "A claim holds nothing but the writer itself.")]
public sealed class LatestWriter : IDisposable
{
    private readonly LatestWriterEnd _end;
    private readonly LatestClaim _claim;

    private LatestWriter(LatestWriterEnd end)
    {
        _end = end;
        _claim = new LatestClaim(end);
    }

    /// <summary>The full name with its prefix.</summary>
    public string Name => _end.Name;

    /// <summary>How many values have been written, by this writer and those before it: the version of the newest.</summary>
    public long Version => _end.Version;

    /// <summary>How many bytes a value may have.</summary>
    public int Capacity => _end.Capacity;

    /// <summary>Creates latest values under a name that nobody holds, and opens them to write.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create them; null for the defaults.</param>
    /// <returns>The writer; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static LatestWriter Create(string name, LatestOptions? options = null) =>
        new(new LatestWriterEnd(LatestHandle.Create(name, options ?? new LatestOptions(), MessageType.Bytes)));

    /// <summary>Opens latest values that somebody holds, to write.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open them; null for the defaults.</param>
    /// <returns>The writer; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds anything of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has values of another type.</exception>
    /// <exception cref="InvalidOperationException">It has a writer, or no room for another participant; the message says who.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static LatestWriter Open(string name, LatestOptions? options = null) =>
        TryOpen(name, out var opened, options) ? opened : throw Throw.NotFound(Platform.MapName.Parse(name).FullName);

    /// <summary>Opens latest values if somebody holds them, to write.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="opened">The writer, or null where nobody holds anything of that name.</param>
    /// <param name="options">How to open them; null for the defaults.</param>
    /// <returns>Whether there were any. Everything but their absence is an exception, as in <see cref="Open(string, LatestOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has values of another type.</exception>
    /// <exception cref="InvalidOperationException">It has a writer, or no room for another participant; the message says who.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out LatestWriter? opened, LatestOptions? options = null)
    {
        opened = LatestHandle.TryOpen(name, options ?? new LatestOptions(), MessageType.Bytes) is { } handle ? new LatestWriter(new LatestWriterEnd(handle)) : null;
        return opened is not null;
    }

    /// <summary>Opens latest values if somebody holds them, and creates them if nobody does, to write.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="created">Whether they were created.</param>
    /// <param name="options">How to create or open them; null for the defaults.</param>
    /// <returns>The writer; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has values of another type.</exception>
    /// <exception cref="InvalidOperationException">It has a writer, or no room for another participant; the message says who.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static LatestWriter CreateOrOpen(string name, out bool created, LatestOptions? options = null) =>
        new(new LatestWriterEnd(LatestHandle.CreateOrOpen(name, options ?? new LatestOptions(), MessageType.Bytes, out created)));

    /// <summary>Writes a value, which is the newest from then on. Never waits.</summary>
    /// <param name="value">The bytes; none is a value too.</param>
    /// <exception cref="ArgumentException">The value is longer than <see cref="Capacity"/>.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public void Write(ReadOnlySpan<byte> value) => _end.Write(value);

    /// <summary>Reserves room for a value, to be written in place; readers get the one before until it is published.</summary>
    /// <param name="length">How many bytes.</param>
    /// <returns>The room. Nothing else can be written until it is published or disposed.</returns>
    /// <exception cref="ArgumentException">The value is longer than <see cref="Capacity"/>.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or there is an open claim.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public LatestClaim Claim(int length) => _claim.Begin(length);

    /// <summary>Closes the writer; readers that wait are told. The newest value stays as long as anybody has the latest values open. A second time does nothing.</summary>
    public void Dispose() => _end.Dispose();
}
