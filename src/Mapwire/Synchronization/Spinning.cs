using System.Diagnostics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Mapwire;

/// <summary>How long to look before sleeping, and what to do between two looks.</summary>
internal static class Spinning
{
    /// <summary>Pauses between two looks at the clock.</summary>
    public const int PausesBetweenLooks = 16;

    /// <summary>20 microseconds in ticks of <see cref="Stopwatch"/>; none where there is one processor only, and whoever is waited for needs it.</summary>
    public static readonly long Time = Environment.ProcessorCount > 1 ? Stopwatch.Frequency / 50_000 : 0;

    public static void Pause()
    {
        if (X86Base.IsSupported)
        {
            X86Base.Pause();
        }
        else if (ArmBase.IsSupported)
        {
            ArmBase.Yield();
        }
    }
}
