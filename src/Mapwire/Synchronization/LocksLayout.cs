using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>The body of a region of locks: this, a directory of entries, then the locks themselves.</summary>
/// <remarks><code>
///    0  EntryCount   entries in the directory
///    4  IsShared     1: entry 0 is the mutex under which entries are made; 0: one lock, which has the region's name
///  128  entries
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = HeaderSize)]
internal struct LocksLayout
{
    public const int HeaderSize = 128;
    public const int MostEntries = 1025;

    [FieldOffset(0)] public int EntryCount;
    [FieldOffset(4)] public int IsShared;
}
