using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>The messages that tell of frames, with metadata of a type.</summary>
internal static class FrameMessages<TMeta>
    where TMeta : unmanaged
{
    /// <summary>How many bytes each has.</summary>
    public static int Size { get; } = Unsafe.SizeOf<FrameMessage<TMeta>>();

    public static MessageType Type { get; } = new(MessageType.Cut($"frames with {typeof(TMeta)}"), Size);
}
