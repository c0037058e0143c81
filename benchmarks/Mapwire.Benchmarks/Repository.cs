namespace Mapwire.Benchmarks;

/// <summary>The folder that holds the solution this program was built from.</summary>
internal static class Repository
{
    public static string? Root { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Mapwire.slnx")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
