using System.Security.Cryptography;
using System.Text;

namespace Mapwire.Platform;

/// <summary>A checked name: its scope and the part behind the prefix.</summary>
internal readonly record struct MapName(MapScope Scope, string Leaf)
{
    public const int MaxLength = 200;
    public const string LocalPrefix = @"Local\";
    public const string GlobalPrefix = @"Global\";
    public const string PosixPrefix = "posix:";

    public const string SemaphorePrefix = "sem.";

    private const string Mark = ".mapwire";
    private const int MaxFileNameBytes = 240;
    private const int ShortenedBytes = 180;
    private const string ShortenedMark = "%~";

    public string FullName => Scope switch
    {
        MapScope.Local => LocalPrefix + Leaf,
        MapScope.Global => GlobalPrefix + Leaf,
        MapScope.Posix => PosixPrefix + Leaf,
        _ => Leaf,
    };

    public static MapName Parse(string name, string parameter = "name")
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        var (scope, leaf) = name switch
        {
            _ when name.StartsWith(LocalPrefix, StringComparison.Ordinal) => (MapScope.Local, name[LocalPrefix.Length..]),
            _ when name.StartsWith(GlobalPrefix, StringComparison.Ordinal) => (MapScope.Global, name[GlobalPrefix.Length..]),
            _ when name.StartsWith(PosixPrefix, StringComparison.Ordinal) => (MapScope.Posix, name[PosixPrefix.Length..]),
            _ => (MapScope.Local, name),
        };
        foreach (var prefix in (ReadOnlySpan<string>)[LocalPrefix, GlobalPrefix, PosixPrefix])
        {
            if (leaf == name && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && !name.StartsWith(prefix, StringComparison.Ordinal))
            {
                throw new ArgumentException($"The prefix of {Quote(name)} is written '{prefix}'.", parameter);
            }
        }

        if (leaf.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"{Quote(name)} looks like a file, which is mapped by its path and not by a name.", parameter);
        }

        if (leaf.Length is 0 or > MaxLength)
        {
            throw new ArgumentException(
                $"A map's name has 1 to {MaxLength} characters behind its prefix; {Quote(name)} has {leaf.Length}.", parameter);
        }

        if (leaf.AsSpan().IndexOfAny('\\', '/', '\0') is >= 0 and var at)
        {
            throw new ArgumentException(
                $"A map's name holds no '\\', '/' or NUL behind the prefix Local\\, Global\\ or posix:; {Quote(name)} has one at character {at + 1} of '{Printable(leaf)}'.",
                parameter);
        }

        if (scope == MapScope.Posix)
        {
            RefuseReserved(name, leaf, parameter);
        }

        for (ReadOnlySpan<char> rest = leaf; !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                throw new ArgumentException($"The name {Quote(name)} holds half of a surrogate pair, which is no character.", parameter);
            }

            rest = rest[consumed..];
        }

        return new MapName(scope, leaf);
    }

    /// <summary>The file that stands for the name in a folder of names.</summary>
    /// <remarks>The file name ends in a mark, so that nothing else is ever taken for a map and swept. A leading dot and each percent sign
    /// are escaped. A name too long for a file name keeps its beginning and gets a hash of the whole.</remarks>
    public string ToFileName()
    {
        if (Scope == MapScope.Posix)
        {
            return Leaf;
        }

        var escaped = Leaf.Replace("%", "%25", StringComparison.Ordinal);
        if (escaped[0] == '.')
        {
            escaped = "%2E" + escaped[1..];
        }

        if (Encoding.UTF8.GetByteCount(escaped) <= MaxFileNameBytes)
        {
            return escaped + Mark;
        }

        var kept = 0;
        var bytes = 0;
        foreach (var rune in escaped.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > ShortenedBytes)
            {
                break;
            }

            kept += rune.Utf16SequenceLength;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(Leaf));
        return $"{escaped.AsSpan(0, kept)}{ShortenedMark}{Convert.ToHexStringLower(hash.AsSpan(0, 16))}{Mark}";
    }

    public static bool IsFileName(string fileName) => fileName.Length > Mark.Length && fileName.EndsWith(Mark, StringComparison.Ordinal);

    /// <summary>The name behind a file name, shortened with an ellipsis where the file name does not hold it all.</summary>
    public static string LeafOfFileName(string fileName)
    {
        fileName = fileName[..^Mark.Length];
        var mark = fileName.IndexOf(ShortenedMark, StringComparison.Ordinal);
        var leaf = mark < 0 ? fileName : fileName[..mark] + "…";
        return leaf.Replace("%2E", ".", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
    }

    public override string ToString() => FullName;

    // Beside the POSIX objects lie those of global names and the system's semaphores.
    private static void RefuseReserved(string name, string leaf, string parameter)
    {
        if (leaf is "." or ".."
            || leaf.EndsWith(Mark, StringComparison.Ordinal)
            || leaf.StartsWith(FileMap.TemporaryPrefix, StringComparison.Ordinal)
            || leaf.StartsWith(SemaphorePrefix, StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"{Quote(name)} is no name for a POSIX object here: '.', '..', what begins with '{SemaphorePrefix}' or '{FileMap.TemporaryPrefix}' and what ends in '{Mark}' mean something else.",
                parameter);
        }
    }

    private static string Quote(string name) => $"'{Printable(name.Length <= 60 ? name : string.Concat(name.AsSpan(0, 60), "…"))}'";

    private static string Printable(string text) => text.Replace("\0", "\\0", StringComparison.Ordinal);
}
