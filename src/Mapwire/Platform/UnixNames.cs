using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Platform;

/// <summary>Names that live exactly as long as somebody holds them, on systems where a file's name stays until it is removed.</summary>
/// <remarks>
/// A name is a file in a checked folder. A holder's open file carries the lifetime lock, shared; the kernel drops it when the last
/// descriptor goes, a kill included. States of a name:
/// <code>
///   none       no file has it
///   live       its file is locked shared by one or more holders
///   dead       its file is locked by nobody: what a kill left
///   removing   its file is locked exclusively by one who is about to remove the name
/// </code>
/// Create: 1. make an unnamed file  2. lock it shared  3. reserve its size and fill it  4. link it to the name. A kill before 4 leaves nothing, a
/// kill after 4 leaves a dead name. If 4 finds the name taken: tidy, then 4 again or "already exists".
/// Open: 1. open the file  2. ask for the lock: not live means not found  3. lock it shared; who cannot has met a remover: not found
/// 4. check that the file still has the name, else from 1.
/// Close: 1. drop the lock  2. tidy. (Dropped by a call, not by closing: a child between fork and exec shares the descriptor.)
/// Tidy: 1. open the file, or use the holder's own  2. lock it exclusively; who cannot leaves it alone  3. check that it still has the
/// name  4. remove the name.
/// Step 4 is safe because only the holder of the exclusive lock removes a name, and while it is held nobody can lock the file shared:
/// between 3 and 4 the name cannot come to mean another file. A kill between 2 and 4 leaves a dead name, as before.
/// Of two last holders who close at once, both have dropped their lock before either tidies, so one of them succeeds.
/// Look: open's steps 1 and 2. Who looks holds nothing, so the name may go meanwhile, and tidies nothing; the memory stays its own view's.
/// </remarks>
[UnsupportedOSPlatform("windows")]
internal static class UnixNames
{
    private static readonly TimeSpan _removerPatience = TimeSpan.FromSeconds(5);

    private enum Tidied
    {
        Gone,
        Removed,
        Live,
        BeingRemoved,

        /// <summary>Dead, but in a folder where only its owner may remove it.</summary>
        NotOurs,
    }

    public static MapHandle Create(MapName name, long size, MapSecurity security, bool hugePages, string? directory, Action<MapHandle>? fill)
    {
        var folder = UnixFolder.OpenOrMake(name.Scope, directory);
        var fileName = name.ToFileName();
        try
        {
            Prepare(name, folder, hugePages);
            using var claim = new NewFile(folder, (int)security.Mode, exactMode: true);

            // A name that is taken is refused before room is looked for: that is the truer reason.
            RefuseLive(name, folder, fileName);
            UnixFile.Reserve(claim.File, size, folder.PathOf(fileName));
            Fill(claim, name, size, fill);
            while (!claim.TryName(fileName))
            {
                RefuseLive(name, folder, fileName);
            }

            return MapHandle.OfName(claim.Take(), name, size, folder, fileName, isWritable: true);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public static MapHandle? TryOpen(
        MapName name, bool write, bool hugePages, string? directory, IReadOnlyList<string> trustedOwners, bool holds = true)
    {
        Users.RequireKnown(trustedOwners);
        var folder = UnixFolder.TryOpen(name.Scope, directory);
        if (folder is null)
        {
            return null;
        }

        try
        {
            Prepare(name, folder, hugePages, holds);
            if (TryOpen(name, write, folder, trustedOwners, holds) is { } map)
            {
                return map;
            }
        }
        catch
        {
            folder.Dispose();
            throw;
        }

        folder.Dispose();
        return null;
    }

    private static void Fill(NewFile claim, MapName name, long size, Action<MapHandle>? fill)
    {
        if (fill is not null)
        {
            using var map = MapHandle.OfBorrowedFile(claim.File, name.FullName, size);
            fill(map);
        }
    }

    private static void Prepare(MapName name, UnixFolder folder, bool hugePages, bool sweeps = true)
    {
        if (hugePages)
        {
            HugePages.Require(name.FullName, folder.Path);
        }

        if (sweeps)
        {
            UnixSweep.Once(folder);
        }
    }

    /// <summary>Removes a POSIX name, whoever holds it; false where there is none.</summary>
    public static bool Delete(MapName name)
    {
        using var folder = UnixFolder.OpenOrMake(name.Scope, null);
        return UnixFile.Unlink(folder, name.ToFileName());
    }

    /// <summary>Stops holding a name, and removes it if nobody else holds it.</summary>
    public static void Leave(UnixFolder folder, string fileName, SafeFileHandle file, bool isWritable)
    {
        WherePossible(() =>
        {
            UnixFile.Unlock(file, folder.PathOf(fileName));
            return isWritable ? Tidy(folder, fileName, file) : Tidy(folder, fileName);
        });
    }

    /// <summary>Removes the name if nobody holds it, where that is possible; else it is left to those who may.</summary>
    public static void TidyIfPossible(UnixFolder folder, string fileName) => WherePossible(() => Tidy(folder, fileName));

    private static Tidied Tidy(UnixFolder folder, string fileName)
    {
        using var file = UnixFile.Open(folder, fileName, write: true);
        return file is null ? Tidied.Gone : Tidy(folder, fileName, file);
    }

    private static Tidied Tidy(UnixFolder folder, string fileName, SafeFileHandle file)
    {
        var path = folder.PathOf(fileName);
        var facts = UnixFile.Facts(file, path);
        RequireRegular(facts, path);
        if (!UnixFile.TryLockExclusive(file, path))
        {
            return UnixFile.QueryLock(file, path) == LockState.Shared ? Tidied.Live : Tidied.BeingRemoved;
        }

        if (UnixFile.FactsOf(folder, fileName)?.IsSameFile(facts) != true)
        {
            return Tidied.Gone;
        }

        try
        {
            return UnixFile.Unlink(folder, fileName) ? Tidied.Removed : Tidied.Gone;
        }
        catch (UnauthorizedAccessException)
        {
            return Tidied.NotOurs;
        }
    }

    private static void WherePossible(Func<Tidied> tidy)
    {
        try
        {
            _ = tidy();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A dead name that this user may not touch is left to those who may.
        }
    }

    private static MapHandle? TryOpen(MapName name, bool write, UnixFolder folder, IReadOnlyList<string> trustedOwners, bool holds)
    {
        var fileName = name.ToFileName();
        var path = folder.PathOf(fileName);
        while (OpenFile(name, folder, fileName, write) is { } file)
        {
            MapHandle? map = null;
            try
            {
                var facts = UnixFile.Facts(file, path);
                RequireRegular(facts, path);

                // What is dead is not found, whoever's it was.
                var isDead = name.Scope != MapScope.Posix && UnixFile.QueryLock(file, path) != LockState.Shared;
                if (!isDead)
                {
                    RequireTrusted(name, facts, trustedOwners);
                    RequireOneName(name, facts);
                }

                if (isDead && !holds)
                {
                    return null;
                }

                if (holds && name.Scope != MapScope.Posix)
                {
                    if (isDead || !UnixFile.TryLockShared(file, path))
                    {
                        file.Dispose();
                        TidyIfPossible(folder, fileName);
                        return null;
                    }

                    if (UnixFile.FactsOf(folder, fileName)?.IsSameFile(facts) != true)
                    {
                        continue;
                    }
                }

                return map = facts.Size > 0
                    ? MapHandle.OfName(file, name, facts.Size, folder, holds ? fileName : null, write)
                    : throw new IOException($"The map {name} is 0 bytes long: its creator has not given it a size yet (ftruncate).");
            }
            finally
            {
                if (map is null)
                {
                    file.Dispose();
                }
            }
        }

        return null;
    }

    private static SafeFileHandle? OpenFile(MapName name, UnixFolder folder, string fileName, bool write)
    {
        try
        {
            return UnixFile.Open(folder, fileName, write);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new UnauthorizedAccessException($"The map {name} is not for this user to open{(write ? " and write" : string.Empty)}. {refused.Message}", refused);
        }
    }

    private static void RefuseLive(MapName name, UnixFolder folder, string fileName)
    {
        var watch = Stopwatch.StartNew();
        var wait = default(SpinWait);
        while (true)
        {
            switch (name.Scope == MapScope.Posix ? PosixState(folder, fileName) : TidyOrRefuse(name, folder, fileName))
            {
                case Tidied.Gone or Tidied.Removed:
                    return;
                case Tidied.Live:
                    throw Throw.AlreadyExists(name.FullName);
                case Tidied.NotOurs:
                    throw Throw.LeftByOther(name.FullName, OwnerOf(folder, fileName), folder.PathOf(fileName));
                default:
                    // Somebody stands between locking the dead name and removing it, two system calls apart.
                    if (watch.Elapsed > _removerPatience)
                    {
                        throw new IOException(
                            $"The name {name} is being removed by a process that does not go on (stopped?). Let it continue or end it: {folder.PathOf(fileName)}.");
                    }

                    wait.SpinOnce();
                    break;
            }
        }
    }

    private static Tidied TidyOrRefuse(MapName name, UnixFolder folder, string fileName)
    {
        try
        {
            return Tidy(folder, fileName);
        }
        catch (UnauthorizedAccessException) when (UnixFile.FactsOf(folder, fileName) is { IsRegular: true } facts)
        {
            throw Throw.TakenByOther(name.FullName, Users.NameOf(facts.Owner), folder.PathOf(fileName));
        }
    }

    private static string OwnerOf(UnixFolder folder, string fileName) =>
        UnixFile.FactsOf(folder, fileName) is { } facts ? Users.NameOf(facts.Owner) : "somebody";

    private static Tidied PosixState(UnixFolder folder, string fileName) =>
        UnixFile.FactsOf(folder, fileName) is null ? Tidied.Gone : Tidied.Live;

    private static void RequireRegular(FileFacts facts, string path)
    {
        if (!facts.IsRegular)
        {
            throw new IOException($"{path} is no regular file, so it is no map. Somebody may have put it there; remove it.");
        }
    }

    // A second name for somebody's file would borrow that owner's trust for a name the owner never gave.
    private static void RequireOneName(MapName name, FileFacts facts)
    {
        if (name.Scope == MapScope.Global && facts.Links > 1 && !Users.IsCurrent(facts.Owner))
        {
            throw Throw.SecondName(name.FullName, Users.NameOf(facts.Owner));
        }
    }

    private static void RequireTrusted(MapName name, FileFacts facts, IReadOnlyList<string> trustedOwners)
    {
        if (!Users.IsTrusted(facts.Owner, trustedOwners))
        {
            throw Throw.ForeignOwner(name.FullName, Users.NameOf(facts.Owner));
        }
    }
}
