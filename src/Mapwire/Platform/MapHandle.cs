using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Platform;

/// <summary>The open handle of a map: a file descriptor on Linux and macOS, a section handle on Windows.</summary>
/// <remarks>Each view holds a count on it, so the map's name lives as long as the map or any view of it.</remarks>
internal sealed partial class MapHandle : SafeHandle
{
    private readonly Lock _gate = new();
    private int _views;

    // The file behind the map, where there is one to keep open and close.
    private SafeFileHandle? _file;

    private MapHandle(nint handle, string name, long size)
        : base(-1, ownsHandle: true)
    {
        SetHandle(handle);
        Name = name;
        Size = size;
    }

    /// <summary>The full name or path, for messages.</summary>
    public string Name { get; }

    /// <summary>The exact length in bytes.</summary>
    public long Size { get; }

    /// <summary>The file behind the map where there is one that has a path.</summary>
    public string? Path { get; private init; }

    /// <summary>Whether the bytes are those of a file of the caller's, at <see cref="Path"/>.</summary>
    public bool IsFile { get; private init; }

    public override bool IsInvalid => handle == -1;

    /// <summary>A view was made, which holds a count.</summary>
    public void ViewMade() => CountViews(1);

    /// <summary>A view is gone, and about to give back its count.</summary>
    public void ViewGone() => CountViews(-1);

    protected override bool ReleaseHandle() => OperatingSystem.IsWindows() ? Windows.Release(this) : Unix.Release(this);

    private void CountViews(int change)
    {
        lock (_gate)
        {
            _views += change;
            if (!OperatingSystem.IsWindows())
            {
                KeepAtExit(_views > 0);
            }
        }
    }
}
