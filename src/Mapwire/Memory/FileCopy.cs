using System.Diagnostics;
using Mapwire.Platform;

namespace Mapwire;

/// <summary>Copies files through mappings or within the kernel.</summary>
public static class FileCopy
{
    private const long Window = 64L << 20;

    /// <summary>Copies a file. The copy appears whole or not at all, with the source's mode less the umask; times and other attributes are new.</summary>
    /// <param name="source">The file to copy; links are followed.</param>
    /// <param name="destination">Where to; nothing may stand there unless <see cref="FileCopyOptions.Overwrite"/> is set.</param>
    /// <param name="options">How to copy; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the copy between two windows of 64 MiB; nothing is left.</param>
    /// <returns>How long the file is, how it was copied and how long that took.</returns>
    /// <remarks>
    /// <para>Holes stay holes where the kernel copies, and are filled where mapping does.</para>
    /// <para>A link at the destination is followed, as the source's is.</para>
    /// <para>Files larger than memory work: windows of 64 MiB are mapped one after another. A source that is cut short meanwhile is an
    /// exception, not a fault: on Linux the kernel itself copies between the two mappings, and on Windows a mapped file cannot be cut.</para>
    /// <para>On macOS a source that is cut short while it is copied by mapping ends the process.</para>
    /// <para>A kill leaves nothing on Linux, unless it falls into the last two steps of replacing a file, or the file system has no unnamed
    /// files: then one whose name begins with <c>.mapwire-new-</c>. Elsewhere a kill leaves such a file.</para>
    /// </remarks>
    /// <exception cref="FileNotFoundException">There is no source.</exception>
    /// <exception cref="IOException">The destination is no file, exists (<see cref="Exception.HResult"/> is 0x800700B7), is the source, lacks room
    /// (0x80070070), or the source was cut short.</exception>
    /// <exception cref="UnauthorizedAccessException">The rights of the source or of the destination's folder.</exception>
    /// <exception cref="PlatformNotSupportedException">The kernel cannot copy between these two places and no other method was allowed.</exception>
    /// <exception cref="OperationCanceledException">The copy was cancelled.</exception>
    public static FileCopyResult Copy(
        string source, string destination, FileCopyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentException.ThrowIfNullOrEmpty(destination);
        options ??= new FileCopyOptions();
        Throw.IfUndefined(options.Method, nameof(options));
        var watch = Stopwatch.StartNew();
        using var job = new CopyJob(source, destination, options.Overwrite);
        var offset = options.Method == FileCopyMethod.Map ? 0 : ByKernel(job, options, cancellationToken);
        var byKernel = options.Method != FileCopyMethod.Map && offset == job.Length;
        if (!byKernel)
        {
            if (options.Method == FileCopyMethod.Kernel)
            {
                throw new PlatformNotSupportedException($"The kernel cannot copy {source} to {destination} by itself; use the method Map or Auto.");
            }

            ByMapping(job, offset, options, cancellationToken);
        }

        job.Finish(options.Overwrite);
        return new FileCopyResult
        {
            Length = job.Length,
            Method = byKernel ? FileCopyMethod.Kernel : FileCopyMethod.Map,
            Elapsed = watch.Elapsed,
        };
    }

    /// <summary>Says how far it came: the rest is for mapping.</summary>
    private static long ByKernel(CopyJob job, FileCopyOptions options, CancellationToken cancellationToken)
    {
        var offset = 0L;
        while (offset < job.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var wanted = Math.Min(Window, job.Length - offset);
            var copied = job.KernelCopy(offset, wanted);
            if (copied < 0)
            {
                return offset;
            }

            offset += copied;
            if (copied < wanted)
            {
                throw job.CutShort(offset);
            }

            options.Progress?.Report(offset);
        }

        return offset;
    }

    private static void ByMapping(CopyJob job, long offset, FileCopyOptions options, CancellationToken cancellationToken)
    {
        if (job.Length == 0)
        {
            return;
        }

        var (source, target) = job.Map();
        using (source)
        using (target)
        {
            while (offset < job.Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var length = Math.Min(Window, job.Length - offset);
                CopyWindow(job, source, target, offset, length);
                offset += length;
                options.Progress?.Report(offset);
            }
        }
    }

    private static void CopyWindow(CopyJob job, MapHandle source, MapHandle target, long offset, long length)
    {
        using var from = MapView.Create(source, offset, length, MapAccess.ReadOnly, new MapViewOptions(), hugePages: false);
        using var to = MapView.Create(target, offset, length, MapAccess.ReadWrite, new MapViewOptions(), hugePages: false);
        if (!from.TryCopyTo(to, length))
        {
            throw job.Interrupted(offset, length);
        }
    }
}
