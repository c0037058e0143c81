using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class BenchTests
{
    private const string Many = "1000000000";
    private static readonly string[] _times = ["mean_ns", "p50_ns", "p90_ns", "p99_ns", "p999_ns", "max_ns"];

    public static TheoryData<string, int> TransportsAndSizes { get; } = new(
        from transport in Names
        from size in new[] { 1, 8, 64, 5000 }
        select (transport, size));

    private static string[] Names => ["floor", "queue", "topic", "latest", "frames", "pipe", "uds", "tcp"];

    [Theory]
    [MemberData(nameof(TransportsAndSizes))]
    public void Latency_has_every_field_of_every_transport(string transport, int size)
    {
        NeedsTransport(transport);
        var report = Bench("latency", transport, size, "--count", "300").Json();
        Assert.Equal(["transport", "size", "count", .. _times], report.EnumerateObject().Select(field => field.Name));
        Holds(report, transport, size, 300);
        var times = _times.Skip(1).Select(time => report.GetProperty(time).GetDouble()).ToList();
        Assert.All(times, time => Assert.True(time > 0));
        Assert.Equal(times.Order(), times);
        Assert.InRange(report.GetProperty("mean_ns").GetDouble(), 1, times[^1]);
    }

    [Theory]
    [MemberData(nameof(TransportsAndSizes))]
    public void Throughput_has_every_field_of_every_transport(string transport, int size)
    {
        NeedsTransport(transport);
        if (transport == "latest" && size < sizeof(long))
        {
            Bench("throughput", transport, size).IsWrongUsage("--size: latest needs 8 bytes or more");
            return;
        }

        var report = Bench("throughput", transport, size, "--count", "3000").Json();
        string[] rest = transport == "latest" ? ["written_per_s"] : [];
        Assert.Equal(["transport", "size", "count", "messages_per_s", "bytes_per_s", .. rest], report.EnumerateObject().Select(field => field.Name));
        Holds(report, transport, size, 3000);
        var messages = report.GetProperty("messages_per_s").GetDouble();
        Assert.True(messages > 0);
        Assert.Equal(messages * size, report.GetProperty("bytes_per_s").GetDouble(), messages * size / 1000);
    }

    [Theory]
    [InlineData("uds")]
    [InlineData("tcp")]
    public void A_socket_can_be_asked_again_and_again(string transport)
    {
        NeedsTransport(transport);
        Holds(Bench("latency", transport, 64, "--count", "300", "--wait", "spin").Json(), transport, 64, 300);
        Holds(Bench("throughput", transport, 64, "--count", "3000", "--wait", "spin", "--capacity", "64KiB").Json(), transport, 64, 3000);
    }

    [Theory]
    [InlineData("topic", 1, 2)]
    [InlineData("topic", 2, 2)]
    [InlineData("topic", 2, 1)]
    [InlineData("frames", 1, 2)]
    [InlineData("frames", 2, 2)]
    public void Each_subscriber_of_a_topic_gets_every_message(string transport, int writers, int subscribers)
    {
        string[] who = ["--writers", $"{writers}", "--subscribers", $"{subscribers}"];
        Holds(Bench("throughput", transport, 64, ["--count", "3001", .. who]).Json(), transport, 64, 3001);
        Bench("throughput", transport, 64, ["--count", "3001", "--break-at", "1500", .. who]).Fails("The reader", "came wrong");
    }

    [Fact]
    public void Of_latest_values_no_more_are_read_than_written()
    {
        var report = Bench("throughput", "latest", 64, "--count", "300000").Json();
        Assert.InRange(report.GetProperty("messages_per_s").GetDouble(), 1, report.GetProperty("written_per_s").GetDouble());
        var lines = ToolProcess.Run("bench", "throughput", "--transport", "latest", "--size", "64", "--count", "3000").Succeeds().Output.TrimEnd().Split('\n');
        Assert.Equal("TRANSPORT\tSIZE\tCOUNT\tMESSAGES\tBYTES\tWRITTEN", lines[0]);
    }

    // The last is one that is surely read.
    [Theory]
    [InlineData(64)]
    [InlineData(5000)]
    public void A_latest_value_that_comes_wrong_ends_the_run(int size) =>
        Bench("throughput", "latest", size, "--count", "3000", "--break-at", "3000").Fails("The reader", "came wrong");

    [Fact]
    public void As_many_frames_as_are_asked_for_are_enough() =>
        Holds(Bench("throughput", "frames", 5000, "--count", "300", "--capacity", "10000").Json(), "frames", 5000, 300);

    [Fact]
    public void A_run_can_be_kept_on_a_processor()
    {
        var report = Bench("latency", "pipe", 64, "--count", "300", "--cpu", "0,0");
        Assert.SkipWhen(report.ExitCode == 64, "This program may not run on processor 0.");
        Holds(report.Json(), "pipe", 64, 300);
    }

    [Fact]
    public void Without_a_count_a_run_makes_its_own() =>
        Assert.True(Bench("throughput", "pipe", 65536).Json().GetProperty("count").GetInt64() > 0);

    [Fact]
    public void People_get_a_table()
    {
        var lines = ToolProcess.Run("bench", "latency", "--transport", "pipe", "--size", "64", "--count", "300").Succeeds().Output.TrimEnd().Split('\n');
        Assert.Equal("TRANSPORT\tSIZE\tCOUNT\tMEAN\tP50\tP90\tP99\tP99.9\tMAX", lines[0]);
        Assert.StartsWith("pipe\t64\t300\t", Assert.Single(lines[1..]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("latency", "floor", "The answerer", 64)]
    [InlineData("latency", "pipe", "The answerer", 5000)]
    [InlineData("throughput", "floor", "The reader", 5000)]
    [InlineData("throughput", "tcp", "The reader", 64)]
    [InlineData("throughput", "frames", "The reader", 64)]
    [InlineData("latency", "frames", "The answerer", 5000)]
    [InlineData("latency", "latest", "The answerer", 64)]
    public void A_message_that_comes_wrong_ends_the_run(string kind, string transport, string who, int size) =>
        Bench(kind, transport, size, "--count", "3000", "--break-at", "1500").Fails(who, "came wrong", $"{size} bytes", $"its byte {size - 1}");

    [Fact]
    public void A_message_that_comes_out_of_turn_ends_the_run() =>
        Bench("throughput", "pipe", 8, "--count", "3000", "--break-at", "1500").Fails("The reader", "was due");

    [Theory]
    [InlineData("writer")]
    [InlineData("reader")]
    public void Who_is_killed_is_named_and_nothing_is_left(string who)
    {
        Conditions.NeedsLinux();
        using var folder = new TemporaryFolder();
        using var tool = ToolProcess.StartIn(folder.Path, "bench", "throughput", "--transport", "floor", "--size", "64", "--count", Many);
        Wait.Until(() => Children(tool.Id).Count == 2 && folder.Files().Length == 2);
        var children = Children(tool.Id);
        var victim = children[who == "writer" ? 0 : 1];
        using (var process = System.Diagnostics.Process.GetProcessById(victim))
        {
            process.Kill();
        }

        tool.Finish().Fails($"The {who} (process {victim})", "killed");
        Assert.Empty(folder.Files());
        Assert.All(children, child => Assert.False(Directory.Exists($"/proc/{child}")));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void An_interruption_stops_all_and_leaves_nothing(string signal)
    {
        Conditions.NeedsLinux();
        using var folder = new TemporaryFolder();
        using var drawn = new TemporaryFolder();
        using var tool = ToolProcess.StartIn(folder.Path, "bench", "compare", "--count", Many, "--plot", drawn.PathOf("plot.svg"));
        Wait.Until(() => Children(tool.Id).Count == 2 && folder.Files().Length > 0);
        var children = Children(tool.Id);
        tool.Signal(signal);
        var end = tool.Finish();
        Assert.Equal(130, end.ExitCode);
        Assert.StartsWith("mapwire: Interrupted", end.Errors, StringComparison.Ordinal);
        Assert.Empty(end.Bytes);
        Assert.Empty(folder.Files());
        Assert.Empty(drawn.Files());
        Assert.All(children, child => Assert.False(Directory.Exists($"/proc/{child}")));
    }

    [Theory]
    [InlineData("--transport", "latency", "--size", "64")]
    [InlineData("--size", "latency", "--transport", "tcp")]
    [InlineData("--transport: 'mail' is none of floor, queue, topic, latest, frames, pipe, uds, tcp.", "latency", "--transport", "mail", "--size", "64")]
    [InlineData("--size: '0' is too small", "latency", "--transport", "tcp", "--size", "0")]
    [InlineData("--size: '1GiB' is too large", "latency", "--transport", "tcp", "--size", "1GiB")]
    [InlineData("--count: '0' is no number of messages", "latency", "--transport", "tcp", "--size", "64", "--count", "0")]
    [InlineData("--count: '-1'", "throughput", "--transport", "tcp", "--size", "64", "--count", "-1")]
    [InlineData("--wait: 'sleep' is none of spin, park, spin-park.", "latency", "--transport", "tcp", "--size", "64", "--wait", "sleep")]
    [InlineData("floor cannot park", "latency", "--transport", "floor", "--size", "64", "--wait", "park")]
    [InlineData("floor cannot park", "throughput", "--transport", "floor", "--size", "64", "--wait", "park")]
    [InlineData("--capacity would do nothing", "latency", "--transport", "floor", "--size", "64", "--capacity", "64KiB")]
    [InlineData("--capacity: 64 bytes are too few", "throughput", "--transport", "floor", "--size", "64", "--capacity", "64")]
    [InlineData("'--writers'", "latency", "--transport", "floor", "--size", "64", "--writers", "2")]
    [InlineData("floor has one writer and one reader", "throughput", "--transport", "floor", "--size", "64", "--writers", "2")]
    [InlineData("pipe is measured with one writer", "throughput", "--transport", "pipe", "--size", "64", "--writers", "2")]
    [InlineData("uds is measured with one writer", "throughput", "--transport", "uds", "--size", "64", "--readers", "2")]
    [InlineData("tcp is measured with one writer", "throughput", "--transport", "tcp", "--size", "64", "--readers", "3")]
    [InlineData("--readers: what receives from a topic", "throughput", "--transport", "topic", "--size", "64", "--readers", "2")]
    [InlineData("--readers: what receives from a topic", "throughput", "--transport", "frames", "--size", "64", "--readers", "2")]
    [InlineData("--capacity: 127 bytes are too few", "throughput", "--transport", "frames", "--size", "64", "--capacity", "127")]
    [InlineData("--capacity: 262208 bytes are too many", "latency", "--transport", "frames", "--size", "64", "--capacity", "262208")]
    [InlineData("latest is measured with one writer", "throughput", "--transport", "latest", "--size", "64", "--readers", "2")]
    [InlineData("--subscribers: latest has none", "throughput", "--transport", "latest", "--size", "64", "--subscribers", "2")]
    [InlineData("--capacity would do nothing", "latency", "--transport", "latest", "--size", "64", "--capacity", "64KiB")]
    [InlineData("--subscribers: queue has none", "throughput", "--transport", "queue", "--size", "64", "--subscribers", "2")]
    [InlineData("--size: several writers", "throughput", "--transport", "topic", "--size", "4", "--writers", "2")]
    [InlineData("--writers: '0' is no number of processes", "throughput", "--transport", "tcp", "--size", "64", "--writers", "0")]
    [InlineData("--cpu: 'a,b' is no list", "latency", "--transport", "tcp", "--size", "64", "--cpu", "a,b")]
    [InlineData("--cpu: 2 processes need 2", "latency", "--transport", "tcp", "--size", "64", "--cpu", "0")]
    [InlineData("--cpu: there is no processor 99999", "latency", "--transport", "tcp", "--size", "64", "--cpu", "99999,99999")]
    [InlineData("--rounds: '0' is no number of rounds", "compare", "--rounds", "0")]
    [InlineData("--size: '0'", "compare", "--size", "64", "0")]
    [InlineData("--force needs --plot", "compare", "--force")]
    [InlineData("'floor'", "compare", "floor")]
    public void A_command_that_is_wrong_is_refused_in_one_line(string word, params string[] words) =>
        ToolProcess.Run(["bench", .. words]).IsWrongUsage(word, "--help'");

    [Theory]
    [InlineData("latency", "--transport", "--size", "--count", "--wait", "--capacity", "--cpu", "--json")]
    [InlineData("throughput", "--transport", "--size", "--count", "--wait", "--capacity", "--cpu", "--json", "--writers", "--readers", "--subscribers")]
    [InlineData("compare", "--size", "--count", "--rounds", "--cpu", "--plot", "--force", "--json")]
    public void Help_tells_every_option_that_is_for_people(string command, params string[] options)
    {
        var help = ToolProcess.Run("bench", command, "--help").Succeeds().Output;
        Assert.All(options, option => Assert.Contains($"  {option}", help, StringComparison.Ordinal));
        Assert.Contains("warm-up of at least 0.5 seconds", help, StringComparison.Ordinal);
        Assert.DoesNotContain("--break-at", help, StringComparison.Ordinal);
    }

    private static void NeedsTransport(string transport) =>
        Assert.SkipUnless(transport != "uds" || Socket.OSSupportsUnixDomainSockets, "This system has no Unix domain sockets.");

    private static ToolResult Bench(string kind, string transport, int size, params string[] more) => ToolProcess.Run(
        ["bench", kind, "--transport", transport, "--size", size.ToString(CultureInfo.InvariantCulture), "--json", .. more]);

    private static void Holds(JsonElement report, string transport, int size, long count)
    {
        Assert.Equal(transport, report.GetProperty("transport").GetString());
        Assert.Equal(size, report.GetProperty("size").GetInt32());
        Assert.Equal(count, report.GetProperty("count").GetInt64());
    }

    // Each thread has the list of those that it started, in that order.
    private static List<int> Children(int parent) =>
    [
        .. Directory.GetDirectories($"/proc/{parent}/task").SelectMany(task => File.ReadAllText(Path.Combine(task, "children"))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(int.Parse),
    ];
}
