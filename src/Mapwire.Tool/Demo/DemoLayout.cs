using System.Runtime.InteropServices;

namespace Mapwire.Tool.Demo;

/// <summary>The map through which two processes of the demonstration talk.</summary>
/// <remarks><code>
///    0  Asked       number of the last question        written by the one who asks
///  128  Answered    number of the last answer          written by the one who answers
///  256  the question, text with its terminator
/// 2048  the answer, text with its terminator
/// 4096  end
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct DemoLayout
{
    public const int Size = 4096;
    public const int Question = 256;
    public const int Answer = 2048;
    public const int TextLength = 1024;

    [FieldOffset(0)] public long Asked;
    [FieldOffset(128)] public long Answered;
}
