using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Platform;

/// <summary>The checked folder in which the names of one scope lie, held open so that nobody can exchange it meanwhile.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class UnixFolder : IDisposable
{
    private const string Variable = "MAPWIRE_DIRECTORY";
    private const string PosixFolder = "/dev/shm";
    private const int Sticky = 0x200;
    private const int PrivateMode = 0x1C0;
    private const int SharedMode = 0x3FF;

    private UnixFolder(string path, SafeFileHandle handle, MapScope scope)
    {
        Path = path;
        Handle = handle;
        Scope = scope;
    }

    public string Path { get; }

    public SafeFileHandle Handle { get; }

    public MapScope Scope { get; }

    public static UnixFolder OpenOrMake(MapScope scope, string? directory)
    {
        var path = PathFor(scope, directory);
        for (var attempt = 0; ; attempt++)
        {
            if (TryOpen(scope, directory) is { } folder)
            {
                return folder;
            }

            var above = System.IO.Path.GetDirectoryName(path)!;
            if (!Directory.Exists(above) || attempt > 8)
            {
                throw new DirectoryNotFoundException(
                    $"The folder {above} for shared memory does not exist. Mount a tmpfs there, or name another folder by the environment variable {Variable}.");
            }

            UnixFile.MakeDirectory(path, scope == MapScope.Local ? PrivateMode : SharedMode);
        }
    }

    /// <summary>The folder of a file of the caller's; links to it are followed.</summary>
    public static UnixFolder OfFile(string path)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))
            ?? throw new IOException($"{path} is a folder, not a file.");
        var handle = UnixFile.OpenDirectory(folder, follow: true)
            ?? throw new DirectoryNotFoundException($"The folder {folder} does not exist, so {path} cannot be made in it.");
        return new UnixFolder(folder, handle, MapScope.File);
    }

    /// <summary>The folder, or null where nobody has made it yet.</summary>
    public static UnixFolder? TryOpen(MapScope scope, string? directory)
    {
        var path = PathFor(scope, directory);
        var handle = UnixFile.OpenDirectory(path, follow: false);
        if (handle is null)
        {
            return null;
        }

        try
        {
            Check(scope, path, UnixFile.Facts(handle, path));
            return new UnixFolder(path, handle, scope);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public string PathOf(string fileName) => System.IO.Path.Combine(Path, fileName);

    public void Dispose() => Handle.Dispose();

    private static string PathFor(MapScope scope, string? directory)
    {
        if (scope == MapScope.Posix)
        {
            return OperatingSystem.IsLinux()
                ? PosixFolder
                : throw new PlatformNotSupportedException("posix: names can be opened on Linux only: macOS keeps its POSIX objects in no folder.");
        }

        var chosen = directory ?? Environment.GetEnvironmentVariable(Variable);
        var root = string.IsNullOrEmpty(chosen)
            ? OperatingSystem.IsLinux() ? PosixFolder : System.IO.Path.GetTempPath()
            : System.IO.Path.GetFullPath(chosen);
        return System.IO.Path.Combine(root, scope == MapScope.Local ? $"mapwire-{Users.Current}" : "mapwire");
    }

    private static void Check(MapScope scope, string path, FileFacts facts)
    {
        if (scope == MapScope.Posix)
        {
            return;
        }

        if (scope == MapScope.Global)
        {
            if ((facts.Mode & Sticky) == 0 && (facts.Mode & 0x12) != 0)
            {
                throw new UnauthorizedAccessException(
                    $"The folder {path} has mode {Octal(facts.Mode)}: without the sticky bit any user could replace another's maps. Use chmod 1777.");
            }

            return;
        }

        if (facts.Owner.ToString(System.Globalization.CultureInfo.InvariantCulture) != Users.Current)
        {
            throw new UnauthorizedAccessException(
                $"The folder {path} belongs to {Users.NameOf(facts.Owner)}, not to this user ({Users.Current}): somebody took its name. Have it removed.");
        }

        if ((facts.Mode & 0x3F) != 0)
        {
            throw new UnauthorizedAccessException(
                $"The folder {path} has mode {Octal(facts.Mode)} and is open to other users; it must have 700. Use chmod 700.");
        }
    }

    private static string Octal(int mode) => Convert.ToString(mode, 8);
}
