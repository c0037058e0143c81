using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Mapwire.Tool.Bench;

/// <summary>One look after another, with a pause of the processor between; now and then others get its processor, if any wants it.</summary>
internal struct Spinner
{
    private const int LooksBetweenYields = 512;
    private static readonly bool _isAlone = Environment.ProcessorCount == 1;
    private int _looks;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Once()
    {
        Pause();
        if (++_looks >= LooksBetweenYields || _isAlone)
        {
            GiveWay();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pause()
    {
        if (X86Base.IsSupported)
        {
            X86Base.Pause();
        }
        else
        {
            Thread.SpinWait(1);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void GiveWay()
    {
        _looks = 0;
        _ = Thread.Yield();
    }
}
