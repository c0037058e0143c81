using System.Diagnostics.CodeAnalysis;

namespace Mapwire;

/// <summary>Opens topics of frames to publish pictures: <see cref="FramePublisher{TMeta}"/> with <see cref="FrameInfo"/>.</summary>
public static class FramePublisher
{
    /// <summary>Creates a topic of frames under a name that nobody holds, and opens it to publish.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The publisher; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static FramePublisher<FrameInfo> Create(string name, FrameOptions? options = null) =>
        FramePublisher<FrameInfo>.Create(name, options);

    /// <summary>Opens a topic of frames that somebody holds, to publish.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The publisher; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds anything of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has other metadata.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another publisher; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static FramePublisher<FrameInfo> Open(string name, FrameOptions? options = null) =>
        FramePublisher<FrameInfo>.Open(name, options);

    /// <summary>Opens a topic of frames if somebody holds it, to publish.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="opened">The publisher, or null where nobody holds anything of that name.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(string, FrameOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has other metadata.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another publisher; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out FramePublisher<FrameInfo>? opened, FrameOptions? options = null) =>
        FramePublisher<FrameInfo>.TryOpen(name, out opened, options);

    /// <summary>Opens a topic of frames if somebody holds it, and creates it if nobody does, to publish.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="created">Whether it was created.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The publisher; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else, or has other metadata.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another publisher; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static FramePublisher<FrameInfo> CreateOrOpen(string name, out bool created, FrameOptions? options = null) =>
        FramePublisher<FrameInfo>.CreateOrOpen(name, out created, options);
}
