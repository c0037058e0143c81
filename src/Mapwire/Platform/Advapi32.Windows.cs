using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

/// <summary>Calls of advapi32, as Win32 names them.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class Advapi32
{
    public const int SE_KERNEL_OBJECT = 6;
    public const uint OWNER_SECURITY_INFORMATION = 1;
    public const uint TOKEN_ADJUST_PRIVILEGES = 0x20;
    public const uint SE_PRIVILEGE_ENABLED = 2;

    // Returns the error instead of setting it.
    [LibraryImport("advapi32")]
    public static partial int GetSecurityInfo(nint handle, int type, uint information, nint* owner, nint* group, nint* dacl, nint* sacl, nint* descriptor);

    [LibraryImport("advapi32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool OpenProcessToken(nint process, uint access, nint* token);

    [LibraryImport("advapi32", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool LookupPrivilegeValueW(string? system, string name, long* luid);

    [LibraryImport("advapi32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool AdjustTokenPrivileges(
        nint token, [MarshalAs(UnmanagedType.Bool)] bool disableAll, TokenPrivileges* wanted, uint length, void* before, uint* needed);

    /// <summary>TOKEN_PRIVILEGES with one entry.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    public struct TokenPrivileges
    {
        public uint Count;
        public long Luid;
        public uint Attributes;
    }
}
