using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Platform;

/// <summary>A file on its way to a name: vanishes with everything it holds unless it is named and taken.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class NewFile : IDisposable
{
    private readonly UnixFolder _folder;
    private readonly string? _temporaryName;
    private bool _isTaken;

    public NewFile(UnixFolder folder, int mode)
    {
        _folder = folder;
        File = UnixFile.CreateUnnamed(folder, mode, out _temporaryName);
    }

    public SafeFileHandle File { get; }

    public bool TryName(string fileName) => UnixFile.TryLink(_folder, File, _temporaryName, fileName);

    /// <summary>Gives the file its name in the place of whatever file has it.</summary>
    public void ReplaceName(string fileName)
    {
        // A name cannot be linked over another, only renamed over it: so by way of a dot name, which a kill would leave.
        var between = UnixFile.TemporaryName();
        if (!TryName(between))
        {
            throw new IOException($"{_folder.PathOf(between)} already exists.");
        }

        try
        {
            System.IO.File.Move(_folder.PathOf(between), _folder.PathOf(fileName), overwrite: true);
        }
        catch
        {
            _ = UnixFile.Unlink(_folder, between);
            throw;
        }
    }

    public SafeFileHandle Take()
    {
        _isTaken = true;
        return File;
    }

    public void Dispose()
    {
        if (_temporaryName is not null)
        {
            _ = UnixFile.Unlink(_folder, _temporaryName);
        }

        if (!_isTaken)
        {
            File.Dispose();
        }
    }
}
