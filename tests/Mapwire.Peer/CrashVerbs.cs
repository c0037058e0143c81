namespace Mapwire.Peer;

/// <summary>Verbs that stop inside a protocol, to be killed or stopped there.</summary>
internal static class CrashVerbs
{
    public static string Do(string[] words) => throw new ArgumentException($"No verb '{words[0]}' with {words.Length - 1} words.");
}
