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

    /// <param name="folder">Where it will get its name.</param>
    /// <param name="mode">Its mode.</param>
    /// <param name="exactMode">Whether the umask does not count.</param>
    /// <param name="canBeUnnamed">False takes the way of file systems that have no unnamed files.</param>
    public NewFile(UnixFolder folder, int mode, bool exactMode, bool canBeUnnamed = true)
    {
        _folder = folder;
        File = UnixFile.CreateNew(folder, mode, exactMode, canBeUnnamed, out _temporaryName);
    }

    public SafeFileHandle File { get; }

    /// <summary>The same for a file of the caller's, named in the refusal.</summary>
    public static NewFile For(string path, UnixFolder folder, int mode, bool exactMode)
    {
        try
        {
            return new NewFile(folder, mode, exactMode);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new UnauthorizedAccessException($"{path} cannot be made. {refused.Message}", refused);
        }
        catch (IOException refused)
        {
            throw new IOException($"{path} cannot be made. {refused.Message}", refused);
        }
    }

    public bool TryName(string fileName) => UnixFile.TryLink(_folder, File, _temporaryName, fileName);

    /// <summary>Gives the file its name in the place of whatever file has it.</summary>
    public void ReplaceName(string fileName)
    {
        // A name cannot be linked over another, only renamed over it: so by way of a dot name, which a kill would leave.
        var between = FileMap.TemporaryName();
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
