using System.Text;
using System.Text.Json;
using Xunit;

namespace Mapwire.Tests.Support;

/// <summary>How a run of the program ended.</summary>
internal sealed record ToolResult(int ExitCode, byte[] Bytes, string Errors)
{
    private const int Failed = 1;
    private const int Usage = 64;

    public string Output => Encoding.UTF8.GetString(Bytes).ReplaceLineEndings("\n");

    /// <summary>The run must have ended well and said nothing on standard error.</summary>
    public ToolResult Succeeds()
    {
        Assert.Equal(string.Empty, Errors);
        Assert.Equal(0, ExitCode);
        return this;
    }

    /// <summary>The operation must have failed with one line that holds all these words, and with no output.</summary>
    public void Fails(params string[] words) => Says(Failed, words);

    /// <summary>The command must have been refused as wrong with one line that holds all these words.</summary>
    public void IsWrongUsage(params string[] words) => Says(Usage, words);

    /// <summary>The output must be one JSON value.</summary>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Succeeds().Bytes);
        return document.RootElement.Clone();
    }

    private void Says(int exitCode, string[] words)
    {
        var line = Assert.Single(Errors.TrimEnd().ReplaceLineEndings("\n").Split('\n'));
        Assert.StartsWith("mapwire: ", line, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, line, StringComparison.Ordinal));
        Assert.Equal(exitCode, ExitCode);
        Assert.Empty(Bytes);
    }
}
