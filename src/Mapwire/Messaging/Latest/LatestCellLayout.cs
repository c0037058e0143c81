using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>What one participant has in latest values.</summary>
/// <remarks><code>
///    0  Bell   rung when there is a newer value, or nobody writes any more
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = CellSize)]
internal struct LatestCellLayout
{
    public const int CellSize = 128;

    [FieldOffset(0)] public int Bell;
}
