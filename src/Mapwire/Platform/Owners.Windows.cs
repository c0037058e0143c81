using System.Runtime.Versioning;
using System.Security.Principal;

namespace Mapwire.Platform;

/// <summary>Whose a kernel object is.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe class Owners
{
    /// <summary>The owner, or null where the system keeps none; the handle must have been opened with READ_CONTROL.</summary>
    /// <remarks>Windows gives every object an owner; Wine only those that were created with a security descriptor.</remarks>
    public static SecurityIdentifier? Of(nint handle, MapName name)
    {
        nint owner;
        nint descriptor;
        var error = Advapi32.GetSecurityInfo(
            handle, Advapi32.SE_KERNEL_OBJECT, Advapi32.OWNER_SECURITY_INFORMATION, &owner, null, null, null, &descriptor);
        if (error != 0)
        {
            throw Win32Error.Exception(error, $"Cannot ask who owns {name}");
        }

        try
        {
            return owner == 0 ? null : new SecurityIdentifier(owner);
        }
        finally
        {
            _ = Kernel32.LocalFree(descriptor);
        }
    }
}
