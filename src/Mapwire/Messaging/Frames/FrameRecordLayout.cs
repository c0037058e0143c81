using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>The beginning of a message that tells of a frame; the metadata follows.</summary>
/// <remarks><code>
///    0  Generation   of the slot
///    8  Slot         which slot
///   12  Length       how many bytes the frame has
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = RecordSize)]
internal struct FrameRecordLayout
{
    public const int RecordSize = 16;

    [FieldOffset(0)] public long Generation;
    [FieldOffset(8)] public int Slot;
    [FieldOffset(12)] public int Length;
}
