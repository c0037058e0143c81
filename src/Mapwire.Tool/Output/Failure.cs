using System.ComponentModel;

namespace Mapwire.Tool.Output;

/// <summary>Failures as one line on standard error.</summary>
internal static class Failure
{
    private const int BrokenPipeOnUnix = 32;
    private const string TrustAdvice = "say that you trust them.";

    /// <summary>Whether a failure is one of the operation, for a person to read, and not a fault of the program.</summary>
    public static bool IsExpected(Exception failure) => failure is IOException or UnauthorizedAccessException or NotSupportedException
        or InvalidDataException or InvalidOperationException or TimeoutException or OperationCanceledException or OutOfMemoryException
        or Win32Exception;

    /// <summary>Whether the reader of the output has gone, which is its right.</summary>
    public static bool IsBrokenPipe(Exception failure) =>
        !OperatingSystem.IsWindows() && failure is IOException { HResult: BrokenPipeOnUnix };

    public static string Describe(Exception failure) => failure switch
    {
        OperationCanceledException { CancellationToken.CanBeCanceled: true } => "Interrupted.",
        ArgumentException { ParamName: { } parameter } => WithoutParameter(failure.Message, parameter),
        UnauthorizedAccessException when failure.Message.EndsWith(TrustAdvice, StringComparison.Ordinal) => $"{failure.Message[..^1]} (--trust USER).",
        _ => failure.Message,
    };

    public static void Say(string message) => Console.Error.WriteLine("mapwire: " + Printable.Line(message));

    // The framework names its parameter behind the message, which means nothing to who typed a command.
    private static string WithoutParameter(string message, string parameter)
    {
        var at = message.IndexOf($" (Parameter '{parameter}')", StringComparison.Ordinal);
        return at < 0 ? message : message[..at];
    }
}
