namespace Mapwire.Tests.Support;

/// <summary>Copies of the programs where every user can reach them, wherever the project itself lies; gone with the tests.</summary>
internal static class PublicPrograms
{
    private static readonly Lazy<string> _folder = new(Copy);

    /// <summary>The command that runs one of the programs as another user; for tests run by root on Linux.</summary>
    public static string[] As(int user, string program) =>
        ["setpriv", "--reuid", $"{user}", "--regid", $"{user}", "--clear-groups", Path.Combine(_folder.Value, program)];

    private static string Copy()
    {
        var folder = Directory.CreateTempSubdirectory("mapwire-programs-").FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(file => !file.EndsWith(".pdb", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(folder, Path.GetFileName(file));
            File.Copy(file, copy);
            File.SetUnixFileMode(copy, (UnixFileMode)0b111_101_101);
        }

        return folder;
    }
}
