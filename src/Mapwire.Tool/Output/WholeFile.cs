namespace Mapwire.Tool.Output;

/// <summary>A file that appears whole, in the place of an older one if there is one, or not at all.</summary>
internal sealed class WholeFile : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private readonly FileStream _stream;
    private bool _isFinished;

    public WholeFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Refuse(path);
        _path = Path.GetFullPath(File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path);
        _temporary = Path.Combine(Path.GetDirectoryName(_path)!, $".new-{Guid.NewGuid():N}");
        try
        {
            _stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Cannot make {path}: {Reason(failure)}", failure);
        }
    }

    public void Write(ReadOnlySpan<byte> bytes) => _stream.Write(bytes);

    /// <summary>Gives the file its name.</summary>
    public void Finish()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_temporary, _path, overwrite: true);
        _isFinished = true;
    }

    public void Dispose()
    {
        _stream.Dispose();
        if (!_isFinished)
        {
            File.Delete(_temporary);
        }
    }

    private static void Refuse(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new IOException($"{path} is a folder; name the file to make in it.");
        }

        // A file moved over a device would take the device's place.
        if (!OperatingSystem.IsWindows() && full.StartsWith("/dev/", StringComparison.Ordinal) && !full.StartsWith("/dev/shm/", StringComparison.Ordinal))
        {
            throw new IOException($"{path} is no regular file, so it cannot be written whole or not at all; write to standard output instead.");
        }

        if (File.Exists(full) && new FileInfo(full).IsReadOnly)
        {
            throw new UnauthorizedAccessException($"{path} exists and may not be written.");
        }
    }

    private static string Reason(Exception failure) => failure switch
    {
        DirectoryNotFoundException => "there is no such folder.",
        UnauthorizedAccessException => "no rights to write in its folder.",
        _ => failure.Message,
    };
}
