using System.Runtime.InteropServices;

namespace Mapwire.Platform;

/// <summary>Turns an error code of Windows into the exception a person can act on.</summary>
internal static class Win32Error
{
    private const int AccessDenied = 5;

    public static Exception Last(string what) => Exception(Marshal.GetLastPInvokeError(), what);

    public static Exception Exception(int error, string what)
    {
        var message = $"{what}: {Marshal.GetPInvokeErrorMessage(error).TrimEnd('.', ' ', '\r', '\n')} (error {error}).";
        return error == AccessDenied
            ? new UnauthorizedAccessException(message)
            : new IOException(message, unchecked((int)0x80070000) | error);
    }
}
