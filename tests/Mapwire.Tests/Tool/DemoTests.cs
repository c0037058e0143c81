using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class DemoTests
{
    private const int Claims = 7;

    [Fact]
    public void Every_claim_of_the_demonstration_holds()
    {
        var lines = ToolProcess.Run("demo").Succeeds().Output.TrimEnd().Split('\n');
        Assert.Equal(Claims + 1, lines.Length);
        Assert.All(lines[..Claims], line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
        Assert.Equal($"All {Claims} hold.", lines[Claims]);
    }

    [Fact]
    public void Json_tells_each_claim_and_the_round_trips()
    {
        var report = ToolProcess.Run("demo", "--json").Json();
        Assert.True(report.GetProperty("ok").GetBoolean());
        var steps = report.GetProperty("steps").EnumerateArray().ToArray();
        Assert.Equal(Claims, steps.Length);
        Assert.All(steps, step => Assert.True(step.GetProperty("ok").GetBoolean()));
        Assert.Matches(@"^\d+ of them, p50 \d+ ns, p99 \d+ ns", steps[^1].GetProperty("detail").GetString());
    }

    [Fact]
    public void A_claim_that_does_not_hold_fails_the_demonstration()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no folder of names to take away.");
        using var folder = new TemporaryFolder();
        var result = ToolProcess.StartIn(folder.PathOf("missing"), "demo").Finish();
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("FAILED  ", result.Output, StringComparison.Ordinal);
        Assert.Contains("ok      a file is copied", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_demonstration_that_is_interrupted_leaves_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another process.");
        using var folder = new TemporaryFolder();
        using var tool = ToolProcess.StartIn(folder.Path, "demo");
        Wait.Until(() => folder.Files().Length > 0);
        tool.Signal("TERM");
        tool.Finish().Fails("interrupted");
        Assert.Empty(folder.Files());
    }
}
