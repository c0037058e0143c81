using System.Globalization;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

/// <summary>Which processes have which files open, as far as /proc shows them to this user.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class OpenFiles
{
    private readonly Dictionary<(ulong Device, ulong Inode), List<int>> _processes = [];
    private bool _isWhole = Directory.Exists("/proc/self/fd");

    public OpenFiles()
    {
        if (!_isWhole)
        {
            return;
        }

        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                AddFilesOf(id, Path.Combine(process, "fd"));
            }
        }
    }

    /// <summary>The processes that have the file open; null where none was seen but not all could be looked at.</summary>
    public IReadOnlyList<int>? Of(FileFacts file) =>
        _processes.TryGetValue((file.Device, file.Inode), out var processes) ? processes : _isWhole ? [] : null;

    private void AddFilesOf(int process, string folder)
    {
        try
        {
            foreach (var descriptor in Directory.EnumerateFileSystemEntries(folder))
            {
                if (UnixFile.FactsOfTarget(descriptor) is not { IsRegular: true } file)
                {
                    continue;
                }

                if (!_processes.TryGetValue((file.Device, file.Inode), out var processes))
                {
                    _processes[(file.Device, file.Inode)] = processes = [];
                }

                if (!processes.Contains(process))
                {
                    processes.Add(process);
                }
            }
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's process.
            _isWhole = false;
        }
        catch (IOException)
        {
            // One that ended meanwhile.
        }
    }
}
