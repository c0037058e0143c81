using System.Runtime.Versioning;

namespace Mapwire.Platform;

/// <summary>Rights that a user has and that a process must still switch on.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe class Privilege
{
    /// <summary>Switches a right on where the user has it; where not, the call that needs it says so.</summary>
    public static void Enable(string name)
    {
        nint token;
        if (!Advapi32.OpenProcessToken(Kernel32.GetCurrentProcess(), Advapi32.TOKEN_ADJUST_PRIVILEGES, &token))
        {
            return;
        }

        var wanted = new Advapi32.TokenPrivileges { Count = 1, Attributes = Advapi32.SE_PRIVILEGE_ENABLED };
        if (Advapi32.LookupPrivilegeValueW(null, name, &wanted.Luid))
        {
            _ = Advapi32.AdjustTokenPrivileges(token, false, &wanted, 0, null, null);
        }

        _ = Kernel32.CloseHandle(token);
    }
}
