using Microsoft.Win32.SafeHandles;

namespace Mapwire.Platform;

/// <summary>A copy in the making: the source, and a file beside the destination that gets its name only when all is well.</summary>
internal sealed class CopyJob : IDisposable
{
    private readonly NewFile? _unnamed;
    private readonly UnixFolder? _folder;
    private readonly string? _temporary;
    private readonly string _destination;

    public CopyJob(string source, string destination, bool overwrite)
    {
        Source = Path.GetFullPath(source);
        _destination = Path.GetFullPath(destination);
        if (!File.Exists(Source))
        {
            throw Directory.Exists(Source)
                ? new IOException($"{source} is a folder, not a file.")
                : new FileNotFoundException($"There is no file {source}.", source);
        }

        RefuseDestination(source, destination, overwrite);
        SourceFile = OpenSource();
        try
        {
            Length = RandomAccess.GetLength(SourceFile);
            Room.Require(_destination, Length);
            if (OperatingSystem.IsWindows())
            {
                _temporary = Path.Combine(Path.GetDirectoryName(_destination)!, $".new-{Guid.NewGuid():N}");
                TargetFile = File.OpenHandle(_temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            }
            else
            {
                _folder = UnixFolder.OfFile(_destination);
                _unnamed = new NewFile(_folder, (int)File.GetUnixFileMode(SourceFile) & 0x1FF);
                TargetFile = _unnamed.File;
            }
        }
        catch
        {
            SourceFile.Dispose();
            DisposeFolder();
            throw;
        }
    }

    public string Source { get; }

    public SafeFileHandle SourceFile { get; }

    public SafeFileHandle TargetFile { get; }

    /// <summary>The source's length when the copy began.</summary>
    public long Length { get; }

    /// <summary>Maps both files.</summary>
    public (MapHandle Source, MapHandle Target) Map()
    {
        if (OperatingSystem.IsWindows())
        {
            return (
                FileMap.TryOpen(Source, MapAccess.ReadOnly, 0) ?? throw CutShort(0),
                FileMap.TryOpen(_temporary!, MapAccess.ReadWrite, Length) ?? throw new FileNotFoundException("The copy vanished.", _temporary));
        }

        UnixFile.Reserve(TargetFile, Length, _destination);
        return (MapHandle.OfBorrowedFile(SourceFile, Source, Length), MapHandle.OfBorrowedFile(TargetFile, _destination, Length));
    }

    /// <summary>Lets the kernel copy a part; fewer bytes than asked mean that the source was cut short, -1 that it cannot.</summary>
    public long KernelCopy(long offset, long length) => Platform.KernelCopy.TryCopy(SourceFile, TargetFile, offset, length, _destination);

    public IOException CutShort(long at) => new(
        $"{Source} was cut short while it was being copied: {Length} bytes when the copy began, {Math.Min(at, Length)} or fewer now. Nothing was written to {_destination}.");

    /// <summary>Gives the copy its name.</summary>
    public void Finish(bool overwrite)
    {
        var now = RandomAccess.GetLength(SourceFile);
        if (now < Length)
        {
            throw CutShort(now);
        }

        var name = Path.GetFileName(_destination);
        if (_unnamed is null)
        {
            TargetFile.Dispose();
            File.Move(_temporary!, _destination, overwrite);
        }
        else if (OperatingSystem.IsWindows())
        {
            throw new InvalidOperationException("Unnamed files do not exist on Windows.");
        }
        else if (overwrite)
        {
            _unnamed.ReplaceName(name);
        }
        else if (!_unnamed.TryName(name))
        {
            throw Exists(_destination);
        }
    }

    public void Dispose()
    {
        DisposeFolder();
        TargetFile.Dispose();
        SourceFile.Dispose();
        if (_temporary is not null)
        {
            File.Delete(_temporary);
        }
    }

    private void DisposeFolder()
    {
        if (!OperatingSystem.IsWindows())
        {
            _unnamed?.Dispose();
            _folder?.Dispose();
        }
    }

    private static IOException Exists(string path) =>
        new($"{path} already exists. Choose another destination, or allow it to be replaced.", Throw.AlreadyExistsCode);

    private void RefuseDestination(string source, string destination, bool overwrite)
    {
        if (Directory.Exists(_destination))
        {
            throw new IOException($"{destination} is a folder; name the file to make in it.");
        }

        if (!File.Exists(_destination))
        {
            return;
        }

        if (IsSameFile())
        {
            throw new IOException($"{source} and {destination} are the same file.");
        }

        if (!overwrite)
        {
            throw Exists(destination);
        }
    }

    private bool IsSameFile()
    {
        if (OperatingSystem.IsWindows())
        {
            return string.Equals(Source, _destination, StringComparison.OrdinalIgnoreCase);
        }

        using var one = UnixFile.OpenPath(Source, write: false);
        using var other = UnixFile.OpenPath(_destination, write: false);
        return one is not null && other is not null && UnixFile.Facts(one, Source).IsSameFile(UnixFile.Facts(other, _destination));
    }

    private SafeFileHandle OpenSource()
    {
        if (OperatingSystem.IsWindows())
        {
            return File.OpenHandle(Source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        }

        var file = UnixFile.OpenPath(Source, write: false) ?? throw new FileNotFoundException($"There is no file {Source}.", Source);
        if (UnixFile.Facts(file, Source).IsRegular)
        {
            return file;
        }

        file.Dispose();
        throw new IOException($"{Source} is no regular file, so it cannot be copied by mapping.");
    }
}
