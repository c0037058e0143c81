using System.ComponentModel;
using System.Diagnostics;
using System.Numerics;

namespace Mapwire.Benchmarks.Machine;

/// <summary>The processors this program may use.</summary>
internal static class Processors
{
    /// <summary>What two processes that work at the same time need.</summary>
    public const int OfAPair = 2;

    /// <summary>How many there are; asked before anything is pinned.</summary>
    public static int Count { get; } = Environment.ProcessorCount;

    /// <summary>Whether a case that needs so many can run. If not, it says that it is skipped.</summary>
    public static bool Suffice(string name, int needed)
    {
        if (Count >= needed)
        {
            return true;
        }

        Console.Error.WriteLine($"{name}: skipped, it needs {needed} processors and this machine gives {Count}.");
        return false;
    }

    /// <summary>The first this program may run on.</summary>
    public static int First() => All().First();

    /// <summary>Those this program may run on, lowest first.</summary>
    public static IEnumerable<int> All()
    {
        if (!CanPin)
        {
            return Enumerable.Range(0, Count);
        }

        using var self = Process.GetCurrentProcess();
        var mask = (nuint)self.ProcessorAffinity;
        return Enumerable.Range(0, BitOperations.PopCount(nuint.MaxValue)).Where(processor => ((mask >> processor) & 1) != 0);
    }

    /// <summary>Keeps this thread, which must be the first of the process, and every process it starts on one processor.</summary>
    public static void Pin(int processor)
    {
        if (!CanPin)
        {
            return;
        }

        using var self = Process.GetCurrentProcess();
        try
        {
            self.ProcessorAffinity = (nint)1 << processor;
        }
        catch (Win32Exception refused)
        {
            throw new InvalidOperationException(
                $"The system does not let this program run on processor {processor}: {refused.Message}.", refused);
        }
    }

    private static bool CanPin => OperatingSystem.IsLinux() || OperatingSystem.IsWindows();
}
