using System.Runtime.Versioning;

namespace Mapwire.Platform;

internal static partial class RemoteFence
{
    [SupportedOSPlatform("linux")]
    private static class Linux
    {
        public static bool TryRegister() => Libc.membarrier(Libc.SYS_membarrier, Libc.MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED, 0, 0) == 0;

        public static bool TryIssue() => Libc.membarrier(Libc.SYS_membarrier, Libc.MEMBARRIER_CMD_GLOBAL_EXPEDITED, 0, 0) == 0;
    }
}
