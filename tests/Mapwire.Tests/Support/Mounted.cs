namespace Mapwire.Tests.Support;

/// <summary>A small file system in memory, mounted for one test.</summary>
internal sealed class Mounted : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Mounted(string options) => _ = Run.Command("mount", "-t", "tmpfs", "-o", options, "mapwire-test", _folder.Path);

    public string Path => _folder.Path;

    public MapOptions Options => new() { Directory = Path };

    public string PathOf(string name) => _folder.PathOf(name);

    public string[] Files() => _folder.Files();

    public void Dispose()
    {
        _ = Run.Command("umount", "--lazy", Path);
        _folder.Dispose();
    }
}
