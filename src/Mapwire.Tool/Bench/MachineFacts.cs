using System.Runtime.InteropServices;

namespace Mapwire.Tool.Bench;

/// <summary>The machine that figures were measured on, without which they say nothing.</summary>
internal sealed record MachineFacts(string Processor, int Processors, string System, string Runtime)
{
    private const string CpuInfo = "/proc/cpuinfo";
    private const string KernelRelease = "/proc/sys/kernel/osrelease";

    public static MachineFacts Read() => new(
        ProcessorName(),
        Environment.ProcessorCount,
        SystemName(),
        RuntimeInformation.FrameworkDescription);

    public override string ToString() => $"{Processor}, {Processors} processor{(Processors == 1 ? string.Empty : "s")}; {System}; {Runtime}";

    private static string SystemName() => OperatingSystem.IsLinux() && File.Exists(KernelRelease)
        ? $"{RuntimeInformation.OSDescription}, Linux {File.ReadAllText(KernelRelease).Trim()}"
        : RuntimeInformation.OSDescription;

    private static string ProcessorName()
    {
        var line = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
