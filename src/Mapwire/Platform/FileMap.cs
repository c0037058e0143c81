using System.Security.Cryptography;

namespace Mapwire.Platform;

/// <summary>Maps over files of the caller's.</summary>
internal static partial class FileMap
{
    /// <summary>What the names of files begin with that have not got their real one yet.</summary>
    public const string TemporaryPrefix = ".mapwire-new-";

    /// <summary>A new file of the size, which appears whole or not at all; null where the path is taken.</summary>
    public static MapHandle? TryCreate(string path, long size, MapSecurity security, bool execute) =>
        OperatingSystem.IsWindows() ? Windows.TryCreate(path, size, security, execute) : Unix.TryCreate(path, size, security);

    /// <summary>An existing file, made larger if it is smaller than the size; null where there is none.</summary>
    public static MapHandle? TryOpen(string path, MapAccess access, long size)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"{path} is a folder, not a file.");
        }

        return OperatingSystem.IsWindows() ? Windows.TryOpen(path, access, size) : Unix.TryOpen(path, access, size);
    }

    /// <summary>A name for a file that has not got its real one yet.</summary>
    public static string TemporaryName() => TemporaryPrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    private static bool Writes(MapAccess access) => access is MapAccess.ReadWrite or MapAccess.ReadWriteExecute;

    private static IOException Empty(string path) =>
        new($"The file {path} is empty (0 bytes): there is nothing to map.");
}
