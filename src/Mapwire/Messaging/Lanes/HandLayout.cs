using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>A hand: the records of one lane that one reader has claimed and not let go of.</summary>
/// <remarks><code>
///    0  State   see HandState
///    8  Lane    which lane
///   16  Start   where the first of its records begins
///   24  Next    where the first begins that the program has not been given
///   32  End     where the last one ends
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = HandSize)]
internal struct HandLayout
{
    public const int HandSize = 128;

    [FieldOffset(0)] public long State;
    [FieldOffset(8)] public int Lane;
    [FieldOffset(16)] public long Start;
    [FieldOffset(24)] public long Next;
    [FieldOffset(32)] public long End;
}
