using Xunit;

namespace Mapwire.Tests.Support;

/// <summary>Holds something against a text file in Policies/; MAPWIRE_UPDATE_BASELINES=1 writes the file anew.</summary>
internal static class Baseline
{
    public static void Hold(string file, IEnumerable<string> lines)
    {
        var path = Sources.PathOf("tests", "Mapwire.Tests", "Policies", file);
        var now = string.Join('\n', lines) + "\n";
        if (Environment.GetEnvironmentVariable("MAPWIRE_UPDATE_BASELINES") == "1")
        {
            File.WriteAllText(path, now);
            Assert.Fail($"{file} was written anew. Look at the difference, and run again without the variable.");
        }

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), now);
    }
}
