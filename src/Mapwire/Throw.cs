using System.Diagnostics.CodeAnalysis;

namespace Mapwire;

/// <summary>The library's own failures, one method a message; each names the map and the value.</summary>
internal static class Throw
{
    /// <summary>The code that an "already exists" carries in <see cref="Exception.HResult"/> on every system.</summary>
    public const int AlreadyExistsCode = unchecked((int)0x800700B7);

    /// <summary>What to do about a region whose bytes no participant writes.</summary>
    public const string WrittenOver = "Somebody wrote over it; let every process close it, and it is made anew.";

    public static IOException AlreadyExists(string name) =>
        new($"The map {name} already exists: somebody holds it.", AlreadyExistsCode);

    public static IOException TakenByOther(string name, string owner, string path) => new(
        $"The map {name} already exists: {path} belongs to {owner}, and this user may not open it, so it cannot be told whether anybody still holds it.",
        AlreadyExistsCode);

    public static UnauthorizedAccessException LeftByOther(string name, string owner, string path) => new(
        $"The map {name} is dead: a kill left it, or its last holder was not its owner. Only {owner}, to whom {path} belongs, or the administrator can remove it.");

    public static UnauthorizedAccessException SecondName(string name, string owner) => new(
        $"The map {name} is a second name (a hard link) for a file of {owner}, who did not choose it. It is not opened.");

    public static FileNotFoundException NotFound(string name) =>
        new($"There is no map {name}: nobody holds it open, or it is out of this user's reach.", name);

    public static UnauthorizedAccessException ForeignOwner(string name, string owner) => new(
        $"The map {name} belongs to {owner}, who is neither this user nor the administrator. If that is the one you expect, say that you trust them.");

    public static void IfUndefined<T>(T value, string parameter)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(parameter, value, $"There is no {typeof(T).Name} {value}.");
        }
    }

    [DoesNotReturn]
    public static void MapDisposed(string name) =>
        throw new ObjectDisposedException(nameof(SharedMap), $"The map {name} was disposed; no more views can be made of it.");

    public static SynchronizationLockException NotHeld(string name) =>
        new($"{name} is not held by this acquisition: it was released already, or never acquired.");

    public static TimeoutException TimedOut(string name, TimeSpan timeout) =>
        new($"{name} did not come free within {timeout.TotalSeconds} s.");

    public static TimeoutException NoRoomInTime(string name, TimeSpan timeout) =>
        new($"There was no room in {name} within {timeout.TotalSeconds} s: its readers do not keep up, or there are none.");

    public static TimeoutException NothingInTime(string name, TimeSpan timeout) =>
        new($"No message came through {name} within {timeout.TotalSeconds} s.");

    public static ObjectDisposedException HandleClosed(string name) =>
        new(name, $"This handle on {name} was disposed; open it again to use it.");

    public static InvalidRegionException Damaged(string region, string field, string found, string expected) =>
        new(region, field, found, expected, WrittenOver);

    [DoesNotReturn]
    public static void ViewDisposed(string name) =>
        throw new ObjectDisposedException(nameof(MapView), $"The view of {name} was disposed; its memory can no longer be used.");

    [DoesNotReturn]
    public static void NotWritable(string name, MapAccess access) => throw new InvalidOperationException(
        $"The view of {name} was made with {access} and cannot be written. Use the members that read, or ask for ReadWrite.");

    [DoesNotReturn]
    public static void TooLongForSpan(string name, long length) => throw new InvalidOperationException(
        $"The view of {name} has {length} bytes, more than a span holds ({int.MaxValue}). Use AsSpan(offset, length) for a part of it.");

    [DoesNotReturn]
    public static void OutOfView(string name, long offset, long length, long viewLength) => throw (length < 0
        ? new ArgumentOutOfRangeException(nameof(length), $"A part of the view of {name} cannot have a negative length or count.")
        : new ArgumentOutOfRangeException(
            nameof(offset), offset, $"Bytes {offset} to {(Int128)offset + length} lie outside the view of {name}, which has {viewLength} bytes."));

    [DoesNotReturn]
    public static void Misaligned(string name, long offset, long viewOffset, Type type, int alignment) => throw new ArgumentException(
        $"Offset {offset} in the view of {name} that begins at {viewOffset} is not aligned for {type.Name}, which needs a multiple of {alignment} in the map.",
        nameof(offset));
}
