using System.Diagnostics;
using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess;

/// <summary>One timed copy in a process of its own, its code compiled before by copying a small file.</summary>
internal static class OneCopy
{
    private const int WarmUpLength = 1 << 20;
    private const int WarmUps = 3;

    public static TimeSpan Run(CopyWay way, string source, string destination)
    {
        WarmUp(way, Path.GetDirectoryName(Path.GetFullPath(destination))!);
        Disk.Sync();
        var started = Stopwatch.GetTimestamp();
        Copy(way, source, destination);
        return Stopwatch.GetElapsedTime(started);
    }

    private static void WarmUp(CopyWay way, string folder)
    {
        var source = Path.Combine(folder, "warm-source");
        var destination = Path.Combine(folder, "warm-destination");
        File.WriteAllBytes(source, new byte[WarmUpLength]);
        for (var i = 0; i < WarmUps; i++)
        {
            Copy(way, source, destination);
            File.Delete(destination);
        }

        File.Delete(source);
    }

    private static void Copy(CopyWay way, string source, string destination)
    {
        if (way == CopyWay.Framework)
        {
            File.Copy(source, destination);
            return;
        }

        var method = way switch
        {
            CopyWay.Map => FileCopyMethod.Map,
            CopyWay.Kernel => FileCopyMethod.Kernel,
            _ => FileCopyMethod.Auto,
        };
        _ = FileCopy.Copy(source, destination, new FileCopyOptions { Method = method });
    }
}
