namespace Mapwire.Tool.Values;

/// <summary>What a map's name on the command line leads to: a named map or, behind <c>file:</c>, a file.</summary>
internal sealed record MapPlace(string Text, bool IsFile)
{
    private const string FilePrefix = "file:";
    private const string LocalPrefix = @"Local\";
    private const string PosixPrefix = "posix:";

    /// <summary>The full name as the library gives it, or the path as it was typed.</summary>
    public string FullName => IsFile ? FilePrefix + Text
        : Text.Contains('\\', StringComparison.Ordinal) || Text.StartsWith(PosixPrefix, StringComparison.Ordinal) ? Text
        : LocalPrefix + Text;

    public static MapPlace Parse(string text)
    {
        if (text.StartsWith("--", StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{text}' is no option here; a map's name that begins so needs its prefix: {LocalPrefix}{text}.");
        }

        if (!text.StartsWith(FilePrefix, StringComparison.Ordinal))
        {
            return new MapPlace(text, IsFile: false);
        }

        var path = text[FilePrefix.Length..];
        return path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal)
            ? new MapPlace(path, IsFile: true)
            : throw new ArgumentException("file: needs a path behind it.");
    }

    /// <summary>The same for what has a name and cannot be a file.</summary>
    public static MapPlace ParseName(string text) => Parse(text) is { IsFile: false } place
        ? place
        : throw new ArgumentException($"'{text}' is a file; this needs a name.");

    /// <summary>The map's full name, as this program accepts it again.</summary>
    public static string NameOf(SharedMap map) => map.Scope == MapScope.File ? FilePrefix + map.Name : map.Name;

    public SharedMap Create(long size, MapOptions options) =>
        IsFile ? SharedMap.CreateFile(Text, size, options) : SharedMap.Create(Text, size, options);

    public SharedMap Open(MapOptions options) => IsFile ? SharedMap.OpenFile(Text, options) : SharedMap.Open(Text, options);

    public MapInfo Look(string? directory)
    {
        if (!IsFile)
        {
            return MapInspector.Find(Text, directory) ?? throw new FileNotFoundException($"There is no map {FullName}: nobody holds it open.");
        }

        var file = new FileInfo(Text);
        return file.Exists
            ? new MapInfo
            {
                Name = FilePrefix + file.FullName,
                Scope = MapScope.File,
                Size = file.Length,
                Created = file.CreationTime,
                IsLive = true,
                Path = file.FullName,
            }
            : throw new FileNotFoundException($"There is no file {Text}.");
    }
}
