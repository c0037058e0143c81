using System.ComponentModel;
using System.Diagnostics;
using System.Numerics;

namespace Mapwire.Tool.Bench;

/// <summary>Which processor a process runs on.</summary>
internal static class Pinning
{
    /// <summary>Those this process may run on, lowest first.</summary>
    public static IReadOnlyList<int> Allowed()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
        {
            return [.. Enumerable.Range(0, Environment.ProcessorCount)];
        }

        using var self = Process.GetCurrentProcess();
        var mask = (nuint)self.ProcessorAffinity;
        return [.. Enumerable.Range(0, BitOperations.PopCount(nuint.MaxValue)).Where(processor => ((mask >> processor) & 1) != 0)];
    }

    /// <summary>Keeps this thread, which must be the first of the process, and every thread it starts on one processor.</summary>
    public static void Pin(int processor)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            using var self = Process.GetCurrentProcess();
            try
            {
                self.ProcessorAffinity = (nint)1 << processor;
            }
            catch (Win32Exception refused)
            {
                throw new InvalidOperationException($"The system does not let this program run on processor {processor}: {refused.Message}", refused);
            }
        }
        else
        {
            throw new PlatformNotSupportedException("This system lets no program choose its processor.");
        }
    }
}
