using Xunit;

namespace Mapwire.Tests.Support;

/// <summary>What some tests need of the system they run on.</summary>
internal static class Conditions
{
    public static void NeedsUnix() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps names in the kernel: there are no files to look at.");

    public static void NeedsExchangeOfPages() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows cannot put other pages in a view's place: what a late span reaches there is in docs/guarantees.md.");

    public static void NeedsLinux() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has this.");

    public static void NeedsWindows() => Assert.SkipUnless(OperatingSystem.IsWindows(), "Only Windows has this.");

    public static void NeedsNumberedLocks() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows is asked by name whether a participant lives, and a name is a new string.");

    public static void NeedsRoot() =>
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs root on Linux, to mount and to change users.");
}
