using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>Where a lane's writer was at some time; see <see cref="LaneMarks"/>.</summary>
/// <remarks><code>
///    0  Tail      where a record began or was to begin, in words of 8 bytes since the lane was made
///    8  Written   how many messages had been published before
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = MarkSize)]
internal record struct LaneMarkLayout
{
    public const int MarkSize = 16;

    [FieldOffset(0)] public long Tail;
    [FieldOffset(8)] public long Written;
}
