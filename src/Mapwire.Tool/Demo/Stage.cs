namespace Mapwire.Tool.Demo;

/// <summary>What a demonstration uses, and takes away again however it ends: processes, names and a folder.</summary>
internal sealed class Stage : IDisposable
{
    private readonly List<Child> _children = [];
    private readonly List<string> _names = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("mapwire-demo-").FullName;

    public string NewName()
    {
        var name = $@"Local\mapwire-demo-{Guid.NewGuid():N}";
        _names.Add(name);
        return name;
    }

    public string PathOf(string fileName) => Path.Combine(_folder, fileName);

    public Child Start(params string[] words)
    {
        var child = Child.Start(words);
        _children.Add(child);
        return child;
    }

    /// <summary>Starts a process that holds a map, and waits until it does.</summary>
    public async Task<Child> HoldAsync(params string[] words)
    {
        var child = Start(words);
        _ = await child.ReadLineAsync();
        return child;
    }

    public void Dispose()
    {
        _children.ForEach(child => child.Dispose());
        _names.ForEach(Tidy);
        Directory.Delete(_folder, recursive: true);
    }

    // Looking for a name that nobody holds any more removes what a kill left of it.
    private static void Tidy(string name)
    {
        try
        {
            if (SharedMap.TryOpen(name, out var map))
            {
                map.Dispose();
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Where there is no place for names, none was made.
        }
    }
}
