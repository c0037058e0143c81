using Microsoft.Win32.SafeHandles;

namespace Mapwire.Tool.Output;

/// <summary>Standard output as bytes; a failure names it.</summary>
/// <remarks>A reader that has gone is an exception here, so that nothing more is read for nobody.</remarks>
internal sealed class StandardOutput : Stream
{
    private const int Descriptor = 1;
    private readonly Stream _stream = Open();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static StreamWriter OpenText() => new(new StandardOutput(), Console.OutputEncoding);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _stream.Write(buffer);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException && !Failure.IsBrokenPipe(failure))
        {
            throw Named(failure);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Stream Open()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        try
        {
            // The console's own stream swallows a broken pipe; a file stream would write a seekable file at an offset of its own.
            var file = new SafeFileHandle(Descriptor, ownsHandle: false);
            var stream = new FileStream(file, FileAccess.Write, bufferSize: 0);
            return stream.CanSeek ? Console.OpenStandardOutput() : stream;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Named(failure);
        }
    }

    private static IOException Named(Exception failure) => new($"Cannot write to standard output: {failure.Message}", failure);
}
