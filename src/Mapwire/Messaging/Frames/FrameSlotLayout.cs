using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>One slot of a pool of frames, without its bytes. But for State, only who fills it writes here, and who recovers that; what it writes once the frame can be read lies apart.</summary>
/// <remarks><code>
///    0  State     see FrameState
///  128  Where     see FrameWhere: behind its record; of a topic 0 while nobody may fill it again
///  136  Serial    of the frame in it, of a topic: how many had been published before
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = SlotSize)]
internal struct FrameSlotLayout
{
    public const int SlotSize = 256;

    [FieldOffset(0)] public long State;
    [FieldOffset(128)] public long Where;
    [FieldOffset(136)] public long Serial;
}
