namespace Mapwire.Tool.Bench;

/// <summary>One process's end of what carries messages of one length.</summary>
/// <remarks>Implemented by structs, so that the loops around it are compiled for each by itself. Disposing lets go of it.</remarks>
internal interface ILink : IDisposable
{
    /// <summary>Sends a message, and waits for room before. Afterwards the caller may change its bytes.</summary>
    void Send(ReadOnlySpan<byte> message);

    /// <summary>Waits for the next message, and takes all of it.</summary>
    /// <param name="room">Room for it, of its length.</param>
    /// <returns>Its bytes: in the room, or where they lie; they stay as they are until the next.</returns>
    ReadOnlySpan<byte> Receive(Span<byte> room);

    /// <summary>Returns when all that was sent over it, by anybody, was received, where that is not so from the order of sending.</summary>
    void Settle();
}
