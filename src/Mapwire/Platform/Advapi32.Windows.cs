using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

/// <summary>Calls of advapi32, as Win32 names them.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class Advapi32
{
    public const int SE_KERNEL_OBJECT = 6;
    public const uint OWNER_SECURITY_INFORMATION = 1;

    // Returns the error instead of setting it.
    [LibraryImport("advapi32")]
    public static partial int GetSecurityInfo(nint handle, int type, uint information, nint* owner, nint* group, nint* dacl, nint* sacl, nint* descriptor);
}
