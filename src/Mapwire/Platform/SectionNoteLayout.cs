using System.Runtime.InteropServices;

namespace Mapwire.Platform;

/// <summary>The note at the very end of a Windows section whose length is no multiple of a page.</summary>
/// <remarks><code>
///    0  Magic     the same for all
///   16  Length    exact length in bytes
///   24  Check     the complement of Length
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct SectionNoteLayout
{
    public static readonly Guid RightMagic = new("6d617077-6972-652d-6c65-6e6774680001");

    [FieldOffset(0)] public Guid Magic;
    [FieldOffset(16)] public long Length;
    [FieldOffset(24)] public long Check;
}
