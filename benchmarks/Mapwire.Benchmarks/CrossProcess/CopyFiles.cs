namespace Mapwire.Benchmarks.CrossProcess;

/// <summary>The file to copy and the place of its copies, in a folder that goes with them.</summary>
internal sealed class CopyFiles : IDisposable
{
    private const int BlockLength = 1 << 20;

    // The C floors work on files of these names.
    private const string SourceName = "src.bin";
    private const string DestinationName = "dst.bin";

    private readonly byte[] _block = new byte[BlockLength];
    private readonly byte[] _otherBlock = new byte[BlockLength];

    public CopyFiles(string parent, int mebibytes, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(parent))
        {
            throw new DirectoryNotFoundException($"There is no folder {parent}.");
        }

        Length = (long)mebibytes * BlockLength;
        RequireRoom(parent);
        Folder = Path.Combine(Path.GetFullPath(parent), "mapwire-bench-" + Guid.NewGuid().ToString("N")[..8]);
        _ = Directory.CreateDirectory(Folder);
        try
        {
            Write(mebibytes, cancellationToken);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Folder { get; }

    public long Length { get; }

    public string Source => Path.Combine(Folder, SourceName);

    public string Destination => Path.Combine(Folder, DestinationName);

    /// <summary>Removes the last copy and reads the source through, so that it lies in the page cache.</summary>
    public void Prepare()
    {
        File.Delete(Destination);
        using var source = File.OpenRead(Source);
        while (source.Read(_block) > 0)
        {
        }
    }

    /// <summary>Whether the copy has every byte of the source and no more.</summary>
    public bool IsCopyIdentical()
    {
        using var source = File.OpenRead(Source);
        using var copy = File.OpenRead(Destination);
        if (source.Length != Length || copy.Length != Length)
        {
            return false;
        }

        for (var done = 0L; done < Length; done += BlockLength)
        {
            source.ReadExactly(_block);
            copy.ReadExactly(_otherBlock);
            if (!_block.AsSpan().SequenceEqual(_otherBlock))
            {
                return false;
            }
        }

        return true;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void RequireRoom(string parent)
    {
        // The source, its copy, and the small files that warm the code up.
        var wanted = (2 * Length) + (16 * BlockLength);
        var free = new DriveInfo(Path.GetFullPath(parent)).AvailableFreeSpace;
        if (free < wanted)
        {
            throw new IOException(
                $"The file and its copy want {wanted} bytes in {parent}, where {free} are free; choose another --folder or --size.");
        }
    }

    private void Write(int mebibytes, CancellationToken cancellationToken)
    {
        var random = new Random(1);
        using var source = new FileStream(Source, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        for (var i = 0; i < mebibytes; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            random.NextBytes(_block);
            source.Write(_block);
        }
    }
}
