using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Mapwire.Tool.Bench;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary>The options of the commands that measure.</summary>
internal static class BenchGiven
{
    private const double Seconds = 1.5;
    private const long MostMessages = 1_000_000_000_000;

    public static Option<BenchTransport?> Transport() => new("--transport")
    {
        Description = "What carries the messages: the least that a map can cost (floor), queues of this library (queue), its topics (topic), its latest values (latest), its frames, which are read where they lie (frames), two pipes, Unix domain sockets (uds), or TCP over loopback.",
        HelpName = Transports.Names,
        Required = true,
        CustomParser = result => Given.Checked<BenchTransport?>(result, text => Transports.Parse(text)),
    };

    public static Option<int> Size() => new("--size")
    {
        Description = $"The length of a message in bytes, from 1 to {BenchPlan.LargestSize >> 20}MiB: 64, 4KiB.",
        HelpName = "BYTES",
        Required = true,
        CustomParser = result => Given.Checked(result, SizeOf),
    };

    public static Option<int[]?> Sizes() => new("--size")
    {
        Description = $"The lengths of the messages in bytes (default: {string.Join(' ', ComparePlan.DefaultSizes)}).",
        HelpName = "BYTES",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result => All(result, SizeOf),
    };

    public static Option<long?> Count(double seconds) => new("--count")
    {
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"How many messages count (default: as many as take about {seconds} seconds by the pace of the warm-up). Before them a warm-up of at least {Pace.WarmUpSeconds} seconds and {Pace.WarmUpParts * Pace.FirstParts} messages does not count; of messages above 64 KiB, fewer."),
        HelpName = "N",
        CustomParser = result => Given.Checked<long?>(result, text => Number(text, "messages", 1, MostMessages)),
    };

    public static Option<BenchWait?> Wait() => new("--wait")
    {
        Description = "How a process waits: it looks again and again (spin), sleeps in the kernel (park), or looks for a while and then sleeps (spin-park). "
            + "Default: spin for floor, which cannot park; spin-park for queue, topic, latest and frames; park for the others, which know no spin-park. pipe always parks.",
        HelpName = "spin|park|spin-park",
        CustomParser = result => Given.Checked<BenchWait?>(result, text => text switch
        {
            "spin" => BenchWait.Spin,
            "park" => BenchWait.Park,
            "spin-park" => BenchWait.SpinPark,
            _ => throw new ArgumentException($"'{text}' is none of spin, park, spin-park."),
        }),
    };

    public static Option<long?> Capacity() => new("--capacity")
    {
        Description = "How many bytes the transport may hold (default: floor one way 8 MiB for messages below 4 KiB, else 4 MiB or two messages; "
            + "queue and topic 1 MiB for each writer, or 8 messages; frames 8 of them; pipe 1 MiB; uds and tcp what the system gives, which also limits what can be asked for). Not for floor there and back, and not for latest.",
        HelpName = "BYTES",
        CustomParser = result => Given.Checked<long?>(result, text => Bytes(text)),
    };

    public static Option<int?> Writers() => Processes("--writers", "send");

    public static Option<int?> Readers() => Processes("--readers", "receive");

    public static Option<int?> Subscribers() => new("--subscribers")
    {
        Description = $"Only for topic and frames: how many processes subscribe, from 1 to {BenchPlan.MostProcesses} (default 1); each gets every message.",
        HelpName = "N",
        CustomParser = result => Given.Checked<int?>(result, text => (int)Number(text, "processes", 1, BenchPlan.MostProcesses)),
    };

    /// <summary>How many processes receive.</summary>
    /// <exception cref="ArgumentException">They were said to be what they are not.</exception>
    public static int ReadersOf(BenchTransport transport, int? readers, int? subscribers) =>
        transport is BenchTransport.Topic or BenchTransport.Frames
            ? readers is null ? subscribers ?? 1 : throw new ArgumentException("--readers: what receives from a topic are its --subscribers; each gets every message.")
        : subscribers is not null ? throw new ArgumentException($"--subscribers: {Transports.NameOf(transport)} has none; only topic and frames have.")
        : readers ?? 1;

    public static Option<int[]?> Processors(string each) => new("--cpu")
    {
        Description = $"The processors to keep the processes on, by number from 0: {each} (default: the system places them).",
        HelpName = "A,B",
        CustomParser = result => Given.Checked(result, ProcessorsOf),
    };

    public static Option<int?> Rounds() => new("--rounds")
    {
        Description = $"How often each transport has its turn, from 1 to {ComparePlan.MostRounds} (default {ComparePlan.DefaultRounds}).",
        HelpName = "N",
        CustomParser = result => Given.Checked<int?>(result, text => (int)Number(text, "rounds", 1, ComparePlan.MostRounds)),
    };

    /// <summary>Makes a message wrong, so that a test can see that this is noticed.</summary>
    public static Option<long?> BreakAt() => new("--break-at") { Hidden = true };

    public static BenchPlan Plan(
        BenchKind kind, BenchTransport transport, int size, long? count, BenchWait? wait, long? capacity, int writers, int readers, int[]? processors, long? breakAt)
    {
        CheckProcessors(processors, writers + readers);
        return new BenchPlan(kind, transport, size, count, wait, capacity, writers, readers, processors ?? [], Seconds, breakAt);
    }

    /// <exception cref="ArgumentException">Not as many as there are processes, or one that is not there.</exception>
    public static void CheckProcessors(int[]? processors, int processes)
    {
        if (processors is { Length: > 0 } && processors.Length != processes)
        {
            throw new ArgumentException($"--cpu: {processes} processes need {processes} processors with commas between, not {processors.Length}.");
        }

        var allowed = Pinning.Allowed();
        if (processors?.Where(processor => !allowed.Contains(processor)).Select(processor => (int?)processor).FirstOrDefault() is { } missing)
        {
            throw new ArgumentException($"--cpu: there is no processor {missing} for this program; there are {string.Join(", ", allowed)}.");
        }
    }

    public static Option<long?> CountOfOneRun() => Count(Seconds);

    private static Option<int?> Processes(string name, string what) => new(name)
    {
        Description = $"How many processes {what}, from 1 to {BenchPlan.MostProcesses} (default 1). More than one is not for floor, latest, pipe, uds and tcp{(name == "--readers" ? ", and none are of topic and frames" : string.Empty)}.",
        HelpName = "N",
        CustomParser = result => Given.Checked<int?>(result, text => (int)Number(text, "processes", 1, BenchPlan.MostProcesses)),
    };

    private static int SizeOf(string text) => Bytes(text) is <= BenchPlan.LargestSize and var size
        ? (int)size
        : throw new ArgumentException($"'{text}' is too large: the largest is {BenchPlan.LargestSize} bytes.");

    private static long Bytes(string text) => SizeText.TryParse(text, 1, out var bytes, out var error) ? bytes : throw new ArgumentException(error);

    private static long Number(string text, string what, long least, long most) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ArgumentException($"'{text}' is no number of {what} from {least} to {most}.");

    private static int[] ProcessorsOf(string text)
    {
        var parts = text.Split(',');
        var numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            numbers[i] = int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new ArgumentException($"'{text}' is no list of processors; write 0,1.");
        }

        return numbers;
    }

    private static T[]? All<T>(ArgumentResult result, Func<string, T> parse)
    {
        try
        {
            return [.. result.Tokens.Select(token => parse(token.Value))];
        }
        catch (ArgumentException failure)
        {
            result.AddError($"--size: {failure.Message}");
            return null;
        }
    }
}
