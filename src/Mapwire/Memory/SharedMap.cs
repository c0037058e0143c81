using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Mapwire.Platform;

namespace Mapwire;

/// <summary>A named piece of memory, or a file, that processes of one machine map and share.</summary>
/// <remarks>
/// <para>A name has 1 to 200 characters without <c>\</c>, <c>/</c> and NUL, behind a prefix: <c>Local\</c> (the default; this user's, on Windows this logon session's),
/// <c>Global\</c> (every user's) or <c>posix:</c> (a plain POSIX object, Linux only). A map behind a <c>Local\</c> or <c>Global\</c> name
/// lives as long as somebody holds it or a view of it open, on every system; its name goes with the last holder, even if that is killed.
/// A <c>posix:</c> name and a file stay until they are deleted.</para>
/// <para>New memory is zero. All of a new map's room is reserved when it is created, so that touching it later cannot fail.</para>
/// <para>All members may be called from any thread.</para>
/// </remarks>
public sealed class SharedMap : IDisposable
{
    private readonly MapHandle _handle;
    private readonly bool _hugePages;

    private SharedMap(MapHandle handle, MapScope scope, MapAccess access, bool hugePages)
    {
        _handle = handle;
        _hugePages = hugePages;
        Scope = scope;
        Access = access;
    }

    /// <summary>The full name with its prefix, or the full path of the file.</summary>
    public string Name => _handle.Name;

    /// <summary>Where the name is known.</summary>
    public MapScope Scope { get; }

    /// <summary>What the map was opened for.</summary>
    public MapAccess Access { get; }

    /// <summary>The length in bytes: exactly what was asked for when it was created, or of the file when it was opened.</summary>
    /// <remarks>A map made on Windows by another program, without this library, has the length of its whole pages.</remarks>
    public long Size => _handle.Size;

    /// <summary>The path of the file that holds the bytes, or null on Windows for memory, which has none.</summary>
    public string? Path => _handle.Path;

    /// <summary>The system's own handle, for interop: a file descriptor on Linux and macOS, a section handle on Windows.</summary>
    /// <remarks>Use its <see cref="System.Runtime.InteropServices.SafeHandle.DangerousAddRef"/> while native code works with it; do not close it.</remarks>
    public SafeHandle SafeHandle => _handle;

    /// <summary>Creates a map under a name that nobody holds.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="size">The length in bytes, 1 or more.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The map; dispose it to let go.</returns>
    /// <remarks>The map appears under its name whole, with all its room, or not at all; a kill leaves nothing that others would meet.</remarks>
    /// <exception cref="ArgumentException">The name, the size or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room
    /// (0x80070070; the message says wanted, free and where).</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">The scope or option does not exist on this system or in this place.</exception>
    public static SharedMap Create(string name, long size, MapOptions? options = null) => Create(name, size, options ?? new MapOptions(), null);

    /// <summary>Creates a map under a name, if nobody holds it.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="size">The length in bytes, 1 or more.</param>
    /// <param name="map">The map, or null where somebody holds one of that name.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>Whether the name was free. Everything but that is an exception, as in <see cref="Create(string, long, MapOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">The name, the size or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room (0x80070070; the message says wanted, free and where).</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">The scope or option does not exist on this system.</exception>
    public static bool TryCreate(string name, long size, [NotNullWhen(true)] out SharedMap? map, MapOptions? options = null)
    {
        try
        {
            map = Create(name, size, options);
            return true;
        }
        catch (IOException failure) when (failure.HResult == Throw.AlreadyExistsCode)
        {
            map = null;
            return false;
        }
    }

    /// <summary>Opens a map that somebody holds.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The map; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds a map of that name.</exception>
    /// <exception cref="UnauthorizedAccessException">The map's rights, or its owner, who is not trusted.</exception>
    /// <exception cref="IOException">What stands under the name is no map.</exception>
    /// <exception cref="NotSupportedException">The scope or option does not exist on this system or in this place.</exception>
    public static SharedMap Open(string name, MapOptions? options = null) =>
        TryOpen(name, out var map, options) ? map : throw Throw.NotFound(MapName.Parse(name).FullName);

    /// <summary>Opens a map if somebody holds it.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="map">The map, or null where nobody holds one of that name.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>Whether there was a map. Everything but its absence is an exception, as in <see cref="Open"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="UnauthorizedAccessException">The map's rights, or its owner, who is not trusted.</exception>
    /// <exception cref="IOException">What stands under the name is no map.</exception>
    /// <exception cref="NotSupportedException">The scope or option does not exist on this system or in this place.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out SharedMap? map, MapOptions? options = null)
    {
        options ??= new MapOptions();
        var parsed = MapName.Parse(name);
        var handle = NamedMap.TryOpen(parsed, options.Access, options.HugePages, options.Directory, options.TrustedOwners);
        map = handle is null ? null : Finish(handle, parsed.Scope, options);
        return map is not null;
    }

    /// <summary>Opens the map if somebody holds it, and creates it if nobody does.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="size">The length in bytes of a new map; an existing one keeps its own.</param>
    /// <param name="created">Whether this call created it. Of several who call at once exactly one is told so.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The map; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name, the size or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room, or what stands under the name is no map.</exception>
    /// <exception cref="NotSupportedException">The scope or option does not exist on this system or in this place.</exception>
    /// <exception cref="UnauthorizedAccessException">The map's rights, or its owner, who is not trusted.</exception>
    public static SharedMap CreateOrOpen(string name, long size, out bool created, MapOptions? options = null)
    {
        options ??= new MapOptions();
        CheckNew(size, options, MapName.Parse(name).Scope);
        while (true)
        {
            if (TryOpen(name, out var map, options))
            {
                created = false;
                return map;
            }

            // If somebody is faster, or stands in the way, opening tells which.
            if (TryCreate(name, size, out map, options))
            {
                created = true;
                return map;
            }
        }
    }

    /// <summary>Creates a file of a size, all of it reserved and zero, and maps it.</summary>
    /// <param name="path">Where; nothing may stand there yet.</param>
    /// <param name="size">The length in bytes, 1 or more.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The map; the file stays when it is disposed.</returns>
    /// <remarks>The file appears whole or not at all.</remarks>
    /// <exception cref="ArgumentException">The size or an option breaks a rule.</exception>
    /// <exception cref="IOException">Something stands at the path (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder's rights.</exception>
    public static SharedMap CreateFile(string path, long size, MapOptions? options = null)
    {
        options ??= new MapOptions();
        ArgumentException.ThrowIfNullOrEmpty(path);
        CheckNew(size, options, MapScope.File);
        var handle = FileMap.TryCreate(path, size, options.Security, options.Access == MapAccess.ReadWriteExecute)
            ?? throw new IOException($"The file {path} already exists.", Throw.AlreadyExistsCode);
        return Finish(handle, MapScope.File, options);
    }

    /// <summary>Maps an existing file with the length it has.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The map; the file stays when it is disposed.</returns>
    /// <remarks>If another process cuts the file short on Linux or macOS, touching what is gone ends this process with SIGBUS, as it would any
    /// program; <see cref="MapViewOptions.Prefault"/> and <see cref="FileCopy"/> notice it instead.</remarks>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">It is empty, or no regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file's rights.</exception>
    public static SharedMap OpenFile(string path, MapOptions? options = null)
    {
        options ??= new MapOptions();
        ArgumentException.ThrowIfNullOrEmpty(path);
        var handle = FileMap.TryOpen(path, options.Access, 0) ?? throw new FileNotFoundException($"There is no file {path}.", path);
        return Finish(handle, MapScope.File, options);
    }

    /// <summary>Maps a file, making it if there is none and larger if it is smaller.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">The least length in bytes; a longer file keeps its own.</param>
    /// <param name="created">Whether this call made the file.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The map; the file stays when it is disposed.</returns>
    /// <exception cref="ArgumentException">The size or an option breaks a rule.</exception>
    /// <exception cref="IOException">There is no room, or it is no regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file's or folder's rights.</exception>
    public static SharedMap CreateOrOpenFile(string path, long size, out bool created, MapOptions? options = null)
    {
        options ??= new MapOptions();
        ArgumentException.ThrowIfNullOrEmpty(path);
        CheckNew(size, options, MapScope.File);
        while (true)
        {
            if (FileMap.TryOpen(path, options.Access, size) is { } existing)
            {
                created = false;
                return Finish(existing, MapScope.File, options);
            }

            if (new FileInfo(path).LinkTarget is { } target)
            {
                throw new FileNotFoundException($"{path} is a link to {target}, which does not exist.", path);
            }

            if (FileMap.TryCreate(path, size, options.Security, options.Access == MapAccess.ReadWriteExecute) is { } made)
            {
                created = true;
                return Finish(made, MapScope.File, options);
            }
        }
    }

    /// <summary>Removes a <c>posix:</c> name, which otherwise stays for ever. Who has the map open keeps it.</summary>
    /// <param name="name">The name, with its prefix <c>posix:</c>.</param>
    /// <returns>Whether there was such a name.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule or has another scope: those names go with their last holder.</exception>
    /// <exception cref="UnauthorizedAccessException">The object is somebody else's.</exception>
    /// <exception cref="PlatformNotSupportedException">The system has no POSIX objects.</exception>
    public static bool Delete(string name)
    {
        var parsed = MapName.Parse(name);
        return parsed.Scope == MapScope.Posix
            ? NamedMap.Delete(parsed)
            : throw new ArgumentException($"{parsed} cannot be deleted: it goes with its last holder. Only posix: names stay until they are deleted.", nameof(name));
    }

    /// <summary>Makes a window onto the whole map.</summary>
    /// <param name="options">How to make it; null for the defaults.</param>
    /// <returns>The view; dispose it to let go. It keeps the map alive, also after the map was disposed.</returns>
    /// <exception cref="ObjectDisposedException">The map was disposed.</exception>
    /// <exception cref="UnauthorizedAccessException">The view asks for more than the map was opened for.</exception>
    /// <exception cref="IOException">No address space, no room, or a refused option; the message says which.</exception>
    /// <exception cref="NotSupportedException">The system cannot do what an option asks for.</exception>
    public MapView CreateView(MapViewOptions? options = null) => CreateView(0, Size, options);

    /// <summary>Makes a window onto a part of the map.</summary>
    /// <param name="offset">Where it begins, in bytes; any offset, not only multiples of a page.</param>
    /// <param name="length">How many bytes; exactly so many can be used.</param>
    /// <param name="options">How to make it; null for the defaults.</param>
    /// <returns>The view; dispose it to let go. It keeps the map alive, also after the map was disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or does not lie in the map.</exception>
    /// <exception cref="ObjectDisposedException">The map was disposed.</exception>
    /// <exception cref="UnauthorizedAccessException">The view asks for more than the map was opened for.</exception>
    /// <exception cref="IOException">No address space, no room, or a refused option; the message says which.</exception>
    /// <exception cref="NotSupportedException">The system cannot do what an option asks for.</exception>
    public MapView CreateView(long offset, long length, MapViewOptions? options = null)
    {
        if (_handle.IsClosed)
        {
            Throw.MapDisposed(Name);
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (offset < 0 || offset > Size - length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(offset), $"A view of {length} bytes at {offset} does not lie in {Name}, which has {Size} bytes.");
        }

        options ??= new MapViewOptions();
        var access = options.Access ?? Access;
        Throw.IfUndefined(access, nameof(options));
        if (!Allows(access))
        {
            throw new UnauthorizedAccessException($"A view with {access} asks for more than {Name} was opened for ({Access}).");
        }

        return MapView.Create(_handle, offset, length, access, options, _hugePages);
    }

    /// <summary>Lets go of the map. Its views stay usable and keep it alive; when the last of all goes, so does the name.</summary>
    public void Dispose() => _handle.Dispose();

    internal MapHandle Handle => _handle;

    internal static SharedMap Create(string name, long size, MapOptions options, Action<MapView>? fill)
    {
        var parsed = MapName.Parse(name);
        CheckNew(size, options, parsed.Scope);
        var execute = options.Access == MapAccess.ReadWriteExecute;
        var handle = NamedMap.Create(parsed, size, options.Security, execute, options.HugePages, options.Directory, fill is null ? null : FillMap);
        return Finish(handle, parsed.Scope, options);

        void FillMap(MapHandle map)
        {
            using var view = MapView.Create(map, 0, size, MapAccess.ReadWrite, new MapViewOptions(), options.HugePages);
            fill(view);
        }
    }

    /// <summary>Opens a map to read; on Unix its name does not live longer for that.</summary>
    internal static SharedMap OpenToLook(string name, MapOptions options)
    {
        var parsed = MapName.Parse(name);
        var handle = NamedMap.TryOpenToLook(parsed, options.Directory, options.TrustedOwners) ?? throw Throw.NotFound(parsed.FullName);
        return Finish(handle, parsed.Scope, new MapOptions { Access = MapAccess.ReadOnly });
    }

    private static SharedMap Finish(MapHandle handle, MapScope scope, MapOptions options) =>
        new(handle, scope, options.Access, options.HugePages);

    private static void CheckNew(long size, MapOptions options, MapScope scope)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Throw.IfUndefined(options.Access, nameof(options));
        if (options.Access is not (MapAccess.ReadWrite or MapAccess.ReadWriteExecute))
        {
            throw new ArgumentException($"A new map with {options.Access} could never hold anything; a new map must be writable.", nameof(options));
        }

        if (scope == MapScope.Local && options.Security.ReachesOthers)
        {
            throw new ArgumentException(
                $"These rights ({options.Security}) let other users in, but a Local\\ name is this user's own. Use a Global\\ name.", nameof(options));
        }
    }

    private bool Allows(MapAccess view) => Access switch
    {
        MapAccess.ReadWriteExecute => true,
        MapAccess.ReadWrite => view is MapAccess.ReadWrite or MapAccess.ReadOnly or MapAccess.CopyOnWrite,
        MapAccess.ReadExecute => view is MapAccess.ReadExecute or MapAccess.ReadOnly or MapAccess.CopyOnWrite,
        _ => view is MapAccess.ReadOnly or MapAccess.CopyOnWrite,
    };
}
