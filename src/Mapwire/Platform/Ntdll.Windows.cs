using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

/// <summary>The few questions that only ntdll answers: the size of a section, and which names there are.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class Ntdll
{
    public const int SectionBasicInformation = 0;
    public const uint DIRECTORY_QUERY = 1;

    [LibraryImport("ntdll")]
    public static partial int NtQuerySection(nint section, int kind, SectionBasic* buffer, nuint length, nuint* returned);

    [LibraryImport("ntdll")]
    public static partial int NtOpenDirectoryObject(nint* handle, uint access, ObjectAttributes* attributes);

    [LibraryImport("ntdll")]
    public static partial int NtQueryDirectoryObject(
        nint handle, void* buffer, uint length, byte single, byte restart, uint* context, uint* returned);

    /// <summary>SECTION_BASIC_INFORMATION.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct SectionBasic
    {
        public nint BaseAddress;
        public uint Attributes;
        public long Size;
    }

    /// <summary>UNICODE_STRING.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct UnicodeString
    {
        public ushort Length;
        public ushort MaximumLength;
        public nint Buffer;
    }

    /// <summary>OBJECT_ATTRIBUTES.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ObjectAttributes
    {
        public int Length;
        public nint RootDirectory;
        public UnicodeString* Name;
        public uint Attributes;
        public nint SecurityDescriptor;
        public nint SecurityQuality;
    }

    /// <summary>OBJECT_DIRECTORY_INFORMATION.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct DirectoryEntry
    {
        public UnicodeString Name;
        public UnicodeString TypeName;
    }
}
