using System.Net.Sockets;
using System.Xml.Linq;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class BenchCompareTests
{
    private static readonly string[] _transports = ["floor", "queue", "topic", "latest", "frames", "pipe", "uds", "tcp"];

    [Fact]
    public void A_comparison_tells_and_draws_every_transport()
    {
        using var folder = new TemporaryFolder();
        var plot = folder.PathOf("plot.svg");
        var report = ToolProcess.Run("bench", "compare", "--rounds", "2", "--count", "200", "--size", "64", "--json", "--plot", plot).Json();
        Assert.Equal(2, report.GetProperty("rounds").GetInt32());
        Assert.True(report.GetProperty("machine").GetProperty("processors").GetInt32() > 0);
        var results = report.GetProperty("results").EnumerateArray().ToList();
        foreach (var (kind, figure) in new[] { ("latency", "p50_ns"), ("throughput", "messages_per_s") })
        {
            var rows = results.Where(row => row.GetProperty("kind").GetString() == kind).ToList();
            Assert.Equal(_transports, rows.Select(row => row.GetProperty("transport").GetString()!));
            Assert.Equal(1, rows[0].GetProperty("to_floor").GetDouble());
            Assert.All(rows, row =>
            {
                if (row.GetProperty("transport").GetString() == "uds" && !Socket.OSSupportsUnixDomainSockets)
                {
                    Assert.Contains("no Unix domain sockets", row.GetProperty("skipped").GetString(), StringComparison.Ordinal);
                    return;
                }

                Assert.Equal(64, row.GetProperty("size").GetInt32());
                Assert.Equal(200, row.GetProperty("count").GetInt64());
                Assert.True(row.GetProperty("to_floor").GetDouble() > 0);
                Assert.True(row.GetProperty("paired_to_floor").GetDouble() > 0);
                var spread = row.GetProperty(figure);
                Assert.True(spread.GetProperty("min").GetDouble() > 0);
                Assert.InRange(spread.GetProperty("median").GetDouble(), spread.GetProperty("min").GetDouble(), spread.GetProperty("max").GetDouble());
            });
        }

        var drawing = XDocument.Load(plot).Root!;
        Assert.Equal("svg", drawing.Name.LocalName);
        var texts = drawing.Descendants().Where(one => one.Name.LocalName == "text").Select(one => one.Value).ToList();
        Assert.All(_transports, transport => Assert.Equal(2, texts.Count(text => text == transport)));
        Assert.Equal(2, texts.Count(text => text == "messages of 64 bytes"));
        Assert.Contains(texts, text => text.StartsWith("mapwire bench compare --rounds 2", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains(".NET", StringComparison.Ordinal));
    }

    [Fact]
    public void People_get_two_tables_and_the_machine()
    {
        var output = ToolProcess.Run("bench", "compare", "--rounds", "1", "--count", "200", "--size", "64").Succeeds().Output;
        Assert.StartsWith("LATENCY\tSIZE\tP50\tMIN..MAX\tP99\tMEAN\tTO FLOOR\tPAIRED\nfloor\t64\t", output, StringComparison.Ordinal);
        Assert.Contains("\nTHROUGHPUT\tSIZE\tMESSAGES\tMIN..MAX\tBYTES\tTO FLOOR\tPAIRED\nfloor\t64\t", output, StringComparison.Ordinal);
        Assert.Contains(" processor", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_measured_with_a_size_is_skipped_and_named()
    {
        var output = ToolProcess.Run("bench", "compare", "--rounds", "1", "--count", "200", "--size", "4").Succeeds().Output;
        Assert.Matches(@"(?m)^latest\t4\t\d", output);
        Assert.Matches(@"(?m)^latest\t4\t-\t-\t", output);
        Assert.Contains("latest is skipped: --size: latest needs 8 bytes", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_cannot_be_drawn_is_refused_before_anything_is_measured()
    {
        using var folder = new TemporaryFolder();
        var plot = folder.PathOf("plot.svg");
        File.WriteAllText(plot, "mine");
        ToolProcess.Run("bench", "compare", "--plot", plot).Fails("plot.svg", "--force");
        ToolProcess.Run("bench", "compare", "--plot", folder.PathOf("no/plot.svg")).Fails("no such folder");
        Assert.Equal("mine", File.ReadAllText(plot));
    }
}
