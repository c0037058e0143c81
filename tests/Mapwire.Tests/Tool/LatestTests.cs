using System.Globalization;
using System.Text;
using System.Text.Json;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class LatestTests
{
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void What_is_set_is_held_and_got_and_set_anew_by_another()
    {
        using (var first = ToolProcess.Hold("latest", "set", _name, "größe 1"))
        {
            Assert.Equal("größe 1\n", ToolProcess.Run("latest", "get", _name).Succeeds().Output);
            Assert.Equal("größe 1", ToolProcess.Run("latest", "get", _name, "--raw").Succeeds().Output);
            var refused = ToolProcess.Run("latest", "set", _name, "2");
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains(first.Id.ToString(CultureInfo.InvariantCulture), refused.Errors, StringComparison.Ordinal);
        }

        Wait.Until(() => MapInspector.Find(_name) is null);
        Assert.Equal(1, ToolProcess.Run("latest", "get", _name).ExitCode);

        // Where somebody else holds it, it ends at once.
        using var keeper = LatestReader.Create(_name);
        Assert.Contains("Nothing was written", ToolProcess.Run("latest", "get", _name).Errors, StringComparison.Ordinal);
        Assert.Equal($"wrote 1 value to {_name}, version 1\n", ToolProcess.Run("latest", "set", _name, "3").Succeeds().Output);
        var report = JsonDocument.Parse(ToolProcess.Run("latest", "get", _name, "--json").Succeeds().Output).RootElement;
        Assert.Equal(("3", 1, true), (report.GetProperty("text").GetString(), report.GetProperty("version").GetInt32(), report.GetProperty("writerGone").GetBoolean()));
        Assert.True(report.GetProperty("ageSeconds").GetDouble() >= 0);
    }

    [Fact]
    public void Each_line_becomes_the_newest_and_a_file_is_one_value()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "value");
        byte[] bytes = [0xFF, 0, 10, .. Encoding.ASCII.GetBytes(new string('x', 9000))];
        File.WriteAllBytes(path, bytes);
        using var keeper = LatestReader.Create(_name, new LatestOptions { Capacity = 10_000 });
        Assert.Equal(
            $"wrote 3 values to {_name}, version 3\n", ToolProcess.RunWithInput("one\n\nthree"u8.ToArray(), "latest", "set", _name).Succeeds().Output);
        Assert.Equal("three"u8.ToArray(), keeper.Read().ToArray());
        _ = ToolProcess.Run("latest", "set", _name, "--file", path).Succeeds();
        Assert.Equal(bytes, keeper.Read().ToArray());
        var report = JsonDocument.Parse(ToolProcess.Run("latest", "get", _name, "--json").Succeeds().Output).RootElement;
        Assert.Equal(bytes, report.GetProperty("bytes").GetBytesFromBase64());
        Assert.Equal(64, ToolProcess.Run("latest", "set", _name, "x", "--file", path).ExitCode);
        Assert.Equal(64, ToolProcess.Run("latest", "set", _name, "x", "--create", "2GiB").ExitCode);
        Assert.Equal(64, ToolProcess.Run("latest", "get", _name, "--raw", "--json").ExitCode);
    }

    [Fact]
    public void A_watcher_is_told_of_each_change_of_what_it_skipped_and_of_the_going_of_the_writer()
    {
        using var watcher = ToolProcess.Start("latest", "watch", _name, "--count", "3");
        AwaitWatcher();
        using (var writer = LatestWriter.Open(_name))
        {
            writer.Write("first"u8);
            Assert.Equal("first", watcher.ReadLine());
            AwaitWatcher();
            writer.Write("second"u8);
            Assert.Equal("second", watcher.ReadLine());
            AwaitWatcher();
        }

        Wait.Until(() => RegionInspector.Inspect(_name) is { Latest: { Waiting.Count: 1, Writer: null } });
        using (var writer = LatestWriter.Open(_name))
        {
            Assert.Equal(2, writer.Version);
            writer.Write("third"u8);
            var end = watcher.WaitForEnd();
            Assert.Equal("third\n", end.Output);
            Assert.Contains($"The writer of {_name} has gone.", end.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_watcher_says_how_many_it_skipped_and_when_nothing_came()
    {
        Conditions.NeedsUnix();
        using var keeper = LatestReader.Create(_name);
        using var watcher = ToolProcess.Start("latest", "watch", _name, "--count", "2", "--json");
        AwaitWatcher();
        using var writer = LatestWriter.Open(_name);
        writer.Write("1"u8);
        Assert.Contains("\"skipped\":0", watcher.ReadLine(), StringComparison.Ordinal);
        AwaitWatcher();
        Signals.Stop(watcher.Id);
        for (var i = 2; i <= 5; i++)
        {
            writer.Write(Encoding.ASCII.GetBytes($"{i}"));
        }

        Signals.Continue(watcher.Id);
        var end = watcher.WaitForEnd();
        Assert.Contains("\"version\":5,\"skipped\":3", end.Output, StringComparison.Ordinal);
        Assert.Contains("3 values were skipped before version 5", end.Errors, StringComparison.Ordinal);
        var late = ToolProcess.Run("latest", "watch", UniqueName.Local(), "--wait", "0");
        Assert.Equal(75, late.ExitCode);
        Assert.Contains("did not change", late.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_list_and_verify_know_latest_values()
    {
        using var writer = LatestWriter<long>.Create(_name, new LatestOptions { ParticipantName = "the pump" });
        writer.Write(1);
        writer.Write(2);
        var inspected = ToolProcess.Run("inspect", _name).Succeeds().Output;
        Assert.Contains("System.Int64, 8 bytes each", inspected, StringComparison.Ordinal);
        Assert.Contains("version 2", inspected, StringComparison.Ordinal);
        Assert.Contains("the pump", inspected, StringComparison.Ordinal);
        var report = JsonDocument.Parse(ToolProcess.Run("inspect", _name, "--json").Succeeds().Output).RootElement;
        Assert.Equal("latest", report.GetProperty("kind").GetString());
        Assert.Equal((2, 8, 0), (Of(report, "version"), Of(report, "length"), Of(report, "writer")));
        Assert.Contains("latest", ToolProcess.Run("list").Succeeds().Output.Split('\n').Single(line => line.Contains(_name, StringComparison.Ordinal)), StringComparison.Ordinal);
        _ = ToolProcess.Run("verify", _name).Succeeds();
    }

    private void AwaitWatcher() => Wait.Until(() => MapInspector.Find(_name) is not null && RegionInspector.Inspect(_name) is { Latest.Waiting.Count: 1 });

    private static int Of(JsonElement report, string field) => report.GetProperty("latest").GetProperty(field).GetInt32();
}
