using System.Runtime.Versioning;
using Mapwire.Platform;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Peer;

/// <summary>Verbs that stop inside the protocol of names, to be killed or stopped there.</summary>
[UnsupportedOSPlatform("windows")]
internal static class CrashVerbs
{
    // What a step has made must stay open until the kill.
    private static readonly List<object> _kept = [];

    public static string Do(string[] words) => words switch
    {
        ["crash-create", var name, var step, var unnamed] => Create(MapName.Parse(name), step, unnamed == "unnamed"),
        ["crash-tidy", var name] => LockAlone(MapName.Parse(name)),
        _ => throw new ArgumentException($"No verb '{words[0]}' with {words.Length - 1} words."),
    };

    // Steps as UnixNames numbers them: 1 and 2 made and locked, 3 reserved, 4 linked.
    private static string Create(MapName name, string step, bool canBeUnnamed)
    {
        var folder = UnixFolder.OpenOrMake(name.Scope, null);
        var file = new NewFile(folder, 0x180, exactMode: true, canBeUnnamed);
        _kept.AddRange([folder, file]);
        if (step == "made")
        {
            return step;
        }

        UnixFile.Reserve(file.File, 4096, folder.Path);
        if (step == "reserved")
        {
            return step;
        }

        return file.TryName(name.ToFileName()) ? step : throw new IOException("The name is taken.");
    }

    private static string LockAlone(MapName name)
    {
        var folder = UnixFolder.OpenOrMake(name.Scope, null);
        SafeFileHandle file = UnixFile.Open(folder, name.ToFileName(), write: true) ?? throw new FileNotFoundException("Nothing to tidy.");
        _kept.AddRange([folder, file]);
        return UnixFile.TryLockExclusive(file, folder.Path) ? "locked" : throw new IOException("Somebody holds it.");
    }
}
