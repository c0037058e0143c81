namespace Mapwire.Tool.Locks;

/// <summary>Finds the program of a command as a shell would.</summary>
internal static class ProgramFile
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The program's path; null where there is none.</summary>
    /// <exception cref="UnauthorizedAccessException">What has the name cannot be executed.</exception>
    public static string? Find(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            // The system looks for it itself.
            return name;
        }

        string? refused = null;
        foreach (var path in Candidates(name))
        {
            if (File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != 0)
            {
                return path;
            }

            refused ??= Path.Exists(path) ? path : null;
        }

        return refused is null ? null : throw new UnauthorizedAccessException($"{refused} cannot be executed.");
    }

    private static IEnumerable<string> Candidates(string name) => name.Contains('/', StringComparison.Ordinal)
        ? [Path.GetFullPath(name)]
        : (Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").Split(':')
            .Select(folder => Path.GetFullPath(Path.Combine(folder.Length == 0 ? "." : folder, name)));
}
