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

        // As cp does: a link at the destination leads to the file that is meant.
        var target = new FileInfo(destination);
        _destination = (target.LinkTarget is null ? target : target.ResolveLinkTarget(returnFinalTarget: true) ?? target).FullName;
        if (!File.Exists(Source))
        {
            throw Directory.Exists(Source)
                ? new IOException($"{source} is a folder, not a file.")
                : new FileNotFoundException($"There is no file {source}.", source);
        }

        if (!Directory.Exists(Path.GetDirectoryName(_destination)))
        {
            throw new DirectoryNotFoundException($"The folder {Path.GetDirectoryName(_destination)} does not exist, so {destination} cannot be made in it.");
        }

        RefuseDestination(source, destination, overwrite);
        SourceFile = OpenSource();
        try
        {
            Length = RandomAccess.GetLength(SourceFile);
            RefuseEndless(source);
            Room.Require(_destination, LeastRoom());
            if (OperatingSystem.IsWindows())
            {
                _temporary = Path.Combine(Path.GetDirectoryName(_destination)!, FileMap.TemporaryName());
                TargetFile = File.OpenHandle(_temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            }
            else
            {
                _folder = UnixFolder.OfFile(_destination);
                _unnamed = NewFile.For(_destination, _folder, (int)File.GetUnixFileMode(SourceFile) & 0x1FF, exactMode: false);
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

    /// <summary>Why a mapped window could not be copied.</summary>
    public IOException Interrupted(long offset, long length)
    {
        var now = RandomAccess.GetLength(SourceFile);
        return now < Length
            ? CutShort(now)
            : new IOException($"{length} bytes at {offset} of {Source} cannot be read, or not be written to {_destination}: the disk reports an error.");
    }

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

        // A hole at the end was stepped over.
        RandomAccess.SetLength(TargetFile, Length);
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
        new($"{path} already exists and is not replaced.", Throw.AlreadyExistsCode);

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

        if (!OperatingSystem.IsWindows() && UnixFile.FactsOfTarget(_destination) is { IsRegular: false })
        {
            throw new IOException($"{destination} is a device or a pipe, not a file, and is not replaced.");
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

        return UnixFile.FactsOfTarget(Source) is { } one && UnixFile.FactsOfTarget(_destination) is { } other && one.IsSameFile(other);
    }

    // Files that the kernel makes up while they are read (/proc) say that they are empty.
    private void RefuseEndless(string source)
    {
        Span<byte> one = stackalloc byte[1];
        if (Length == 0 && RandomAccess.Read(SourceFile, one, 0) > 0)
        {
            throw new IOException($"{source} has no fixed length, so it cannot be mapped or copied as a whole.");
        }
    }

    // Holes take no room where the kernel copies; who maps reserves all of it.
    private long LeastRoom() =>
        OperatingSystem.IsWindows() ? Length : Math.Min(Length, UnixFile.Facts(SourceFile, Source).Allocated);

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
