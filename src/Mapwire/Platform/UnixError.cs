using System.Runtime.InteropServices;

namespace Mapwire.Platform;

/// <summary>Turns an error number of Linux or macOS into the exception a person can act on.</summary>
internal static class UnixError
{
    // The same numbers on both systems.
    private const int EPERM = 1;
    private const int ENOENT = 2;
    private const int EACCES = 13;
    private const int EMFILE = 24;
    private const int ENFILE = 23;
    private const int ELoopLinux = 40;
    private const int ELoopMacOS = 62;

    public static Exception Exception(int error, string action, string path)
    {
        var why = Marshal.GetPInvokeErrorMessage(error);
        var message = $"Cannot {action} {path}: {why} (error {error}).";
        return error switch
        {
            EPERM or EACCES => new UnauthorizedAccessException(message),
            ENOENT => new FileNotFoundException(message, path),
            EMFILE or ENFILE => new IOException($"{message} Raise the limit of open files (ulimit -n) or close maps that are not needed.", error),
            ELoopLinux when OperatingSystem.IsLinux() => Link(path),
            ELoopMacOS when OperatingSystem.IsMacOS() => Link(path),
            _ => new IOException(message, error),
        };
    }

    private static UnauthorizedAccessException Link(string path) =>
        new($"{path} is a symbolic link, which is not followed: somebody may have put it there to lead elsewhere. Remove it.");
}
