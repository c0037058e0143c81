using Microsoft.Win32.SafeHandles;

namespace Mapwire.Tool.Output;

/// <summary>Standard output as bytes.</summary>
internal static class RawOutput
{
    private const int Descriptor = 1;

    /// <summary>The stream; a reader that has gone is an exception there, so that nothing more is read for nobody.</summary>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        // The console's own stream swallows a broken pipe; a file stream would write a seekable file at an offset of its own.
        var file = new SafeFileHandle(Descriptor, ownsHandle: false);
        var stream = new FileStream(file, FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
