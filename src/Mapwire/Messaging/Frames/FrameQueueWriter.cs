using System.Diagnostics.CodeAnalysis;

namespace Mapwire;

/// <summary>Opens queues of frames to write pictures: <see cref="FrameQueueWriter{TMeta}"/> with <see cref="FrameInfo"/>.</summary>
public static class FrameQueueWriter
{
    /// <summary>Creates a queue of frames under a name that nobody holds, and opens it to write.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The writer; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static FrameQueueWriter<FrameInfo> Create(string name, FrameQueueOptions? options = null) =>
        FrameQueueWriter<FrameInfo>.Create(name, options);

    /// <summary>Opens a queue of frames that somebody holds, to write.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The writer; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds anything of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has other metadata.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another writer; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static FrameQueueWriter<FrameInfo> Open(string name, FrameQueueOptions? options = null) =>
        FrameQueueWriter<FrameInfo>.Open(name, options);

    /// <summary>Opens a queue of frames if somebody holds it, to write.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="opened">The writer, or null where nobody holds anything of that name.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(string, FrameQueueOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has other metadata.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another writer; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out FrameQueueWriter<FrameInfo>? opened, FrameQueueOptions? options = null) =>
        FrameQueueWriter<FrameInfo>.TryOpen(name, out opened, options);

    /// <summary>Opens a queue of frames if somebody holds it, and creates it if nobody does, to write.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="created">Whether it was created.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The writer; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has other metadata.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another writer; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static FrameQueueWriter<FrameInfo> CreateOrOpen(string name, out bool created, FrameQueueOptions? options = null) =>
        FrameQueueWriter<FrameInfo>.CreateOrOpen(name, out created, options);
}
