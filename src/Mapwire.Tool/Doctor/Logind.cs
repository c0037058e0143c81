using System.Globalization;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.Doctor;

/// <summary>Whether <c>systemd-logind</c> removes a user's shared memory when the user logs out.</summary>
internal static class Logind
{
    private const string Name = "logout";
    private const string Key = "RemoveIPC=";
    private const int FirstPerson = 1000;
    private static readonly string[] _folders = ["/usr/lib/systemd", "/usr/local/lib/systemd", "/run/systemd", "/etc/systemd"];

    public static DoctorFinding Check(string folder)
    {
        if (!Directory.Exists("/run/systemd/system"))
        {
            return DoctorFinding.Ok(Name, "there is no systemd here, which could remove shared memory");
        }

        if (!folder.StartsWith("/dev/shm", StringComparison.Ordinal))
        {
            return DoctorFinding.Ok(Name, $"systemd does not touch {folder}");
        }

        var removes = Setting() is not ("no" or "false" or "0" or "off");
        return !removes ? DoctorFinding.Ok(Name, "RemoveIPC=no: what a user has in /dev/shm stays after a logout")
            : User() < FirstPerson ? DoctorFinding.Ok(Name, "RemoveIPC=yes, but system users as this one are spared")
            : DoctorFinding.Note(
                Name,
                "RemoveIPC=yes: systemd-logind removes a user's names from /dev/shm when the last session ends, those of running programs included",
                "For programs that outlive a session: RemoveIPC=no in /etc/systemd/logind.conf, a system user, or another folder with MAPWIRE_DIRECTORY.");
    }

    // The last word counts; drop-in files come after the main one, by name.
    private static string? Setting()
    {
        var main = _folders.Select(folder => Path.Combine(folder, "logind.conf")).LastOrDefault(File.Exists);
        var more = _folders.Select(folder => Path.Combine(folder, "logind.conf.d")).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.conf"))
            .GroupBy(path => Path.GetFileName(path), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Last());
        return (main is null ? more : more.Prepend(main))
            .SelectMany(Lines)
            .Select(line => line.Replace(" ", string.Empty, StringComparison.Ordinal))
            .LastOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))?[Key.Length..];
    }

    private static IEnumerable<string> Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static int User()
    {
        const string Line = "Uid:";
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(Line, StringComparison.Ordinal));
        return int.Parse(line[Line.Length..].Split('\t', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
    }
}
