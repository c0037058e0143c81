namespace Mapwire.Platform;

/// <summary>What of the kernel the library would use and the kernel does not have, or does not let this process use.</summary>
internal static partial class KernelFeatures
{
    public static List<string> Missing() => OperatingSystem.IsLinux() ? Linux.Missing() : [];
}
