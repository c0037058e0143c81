namespace Mapwire.Tool.Output;

/// <summary>A file that appears whole or not at all; it takes the place of an older one only where that is asked for.</summary>
internal sealed class WholeFile : IDisposable
{
    private const int DiskFull = unchecked((int)0x80070070);
    private const int NoSpaceOnUnix = 28;
    private readonly string _name;
    private readonly string _path;
    private readonly long _length;
    private readonly bool _overwrite;
    private readonly string _temporary;
    private readonly FileStream _stream;
    private bool _isFinished;

    public WholeFile(string path, long length, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Refuse(path, overwrite);
        (_name, _length, _overwrite) = (path, length, overwrite);
        _path = Path.GetFullPath(File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path);
        _temporary = Path.Combine(Path.GetDirectoryName(_path)!, $".new-{Guid.NewGuid():N}");
        if (Directory.Exists(Path.GetDirectoryName(_path)) && length > Free())
        {
            throw NoRoom(null);
        }

        try
        {
            _stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw failure.HResult is DiskFull or NoSpaceOnUnix
                ? NoRoom(failure)
                : new IOException($"Cannot make {path}: {Reason(failure)}", failure);
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (IOException failure)
        {
            throw Named(failure);
        }
    }

    /// <summary>Gives the file its name.</summary>
    public void Finish()
    {
        try
        {
            _stream.Flush(flushToDisk: true);
        }
        catch (IOException failure)
        {
            throw Named(failure);
        }

        _stream.Dispose();
        Refuse(_name, _overwrite);
        File.Move(_temporary, _path, _overwrite);
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

    private static void Refuse(string path, bool overwrite)
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

        // A link that leads nowhere is something that stands there, too.
        if (!overwrite && new FileInfo(full) is { Exists: true } or { LinkTarget: not null })
        {
            throw new IOException($"{path} already exists. Use --force to replace it.");
        }

        if (File.Exists(full) && new FileInfo(full).IsReadOnly)
        {
            throw new UnauthorizedAccessException($"{path} exists and may not be written.");
        }
    }

    // The system's own message names the file that nobody asked for.
    private IOException Named(IOException failure) => failure.HResult is DiskFull or NoSpaceOnUnix
        ? NoRoom(failure)
        : new IOException($"Cannot write {_name}: {failure.Message.Replace(_temporary, _name, StringComparison.Ordinal)}", failure);

    private IOException NoRoom(Exception? failure)
    {
        // What was written of the file so far is room again.
        _stream?.Dispose();
        File.Delete(_temporary);
        return new IOException(
            $"No room for {_name}: wanted {Units.Bytes(_length)}, free {Free()} in {Path.GetDirectoryName(_path)}. Free some room or choose another folder.", failure);
    }

    private long Free()
    {
        var drive = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(_path)! : Path.GetDirectoryName(_path)!);

        // A file system in memory without a limit says that it has no size at all.
        return drive.TotalSize == 0 ? long.MaxValue : drive.AvailableFreeSpace;
    }

    private static string Reason(Exception failure) => failure switch
    {
        DirectoryNotFoundException => "there is no such folder.",
        UnauthorizedAccessException => "no rights to write in its folder.",
        _ => failure.Message,
    };
}
