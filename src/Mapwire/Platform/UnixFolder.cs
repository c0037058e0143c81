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
    private const int WritableByOthers = 0x12;
    private const int OpenToOthers = 0x3F;

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
        if (TryOpen(scope, directory) is { } existing)
        {
            return existing;
        }

        var path = PathFor(scope, directory);
        UnixFile.MakeDirectory(path, PrivateMode);
        return TryOpen(scope, directory) ?? throw new DirectoryNotFoundException($"The folder {path} was removed the moment it was made.");
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
    /// <exception cref="DirectoryNotFoundException">The place for it does not exist.</exception>
    public static UnixFolder? TryOpen(MapScope scope, string? directory)
    {
        var path = PathFor(scope, directory);
        CheckPlace(scope == MapScope.Local ? System.IO.Path.GetDirectoryName(path)! : path);
        var handle = UnixFile.OpenDirectory(path, follow: scope != MapScope.Local);
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
        return scope == MapScope.Local ? System.IO.Path.Combine(root, $"mapwire-{Users.Current}") : root;
    }

    // Who owns the place could exchange what lies in it: /dev/shm is root's, and another one is the caller's choice.
    private static void CheckPlace(string place)
    {
        var facts = UnixFile.FactsOfTarget(place);
        if (facts is not { IsDirectory: true } folder)
        {
            throw new DirectoryNotFoundException(
                $"The folder {place} for shared memory does not exist. Mount a tmpfs there, or choose another folder (the environment variable {Variable}, or the option).");
        }

        if ((folder.Mode & WritableByOthers) != 0 && (folder.Mode & Sticky) == 0)
        {
            throw new UnauthorizedAccessException(
                $"The folder {place} has mode {Octal(folder.Mode)}: without the sticky bit any user could exchange another's maps. Use chmod +t.");
        }
    }

    private static void Check(MapScope scope, string path, FileFacts facts)
    {
        if (scope != MapScope.Local)
        {
            return;
        }

        if (!Users.IsCurrent(facts.Owner))
        {
            throw new UnauthorizedAccessException(
                $"The folder {path} belongs to {Users.NameOf(facts.Owner)}, not to this user ({Users.Current}): somebody took its name. Have it removed.");
        }

        if ((facts.Mode & OpenToOthers) != 0)
        {
            throw new UnauthorizedAccessException(
                $"The folder {path} has mode {Octal(facts.Mode)} and is open to other users; it must have 700. Use chmod 700.");
        }
    }

    private static string Octal(int mode) => Convert.ToString(mode, 8);
}
