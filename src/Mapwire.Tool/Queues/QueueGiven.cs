using System.CommandLine;
using System.Globalization;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Queues;

/// <summary>The options that the commands on queues share, and what they mean.</summary>
internal static class QueueGiven
{
    public const int MostParticipants = 256;
    public const long DefaultCapacity = 1 << 20;
    private const int MostSenders = 256;
    private const int DefaultSenders = 16;

    public static Option<long?> Capacity(string who = "sender", string what = "queue") => new("--create")
    {
        Description = $"What each {who} has room for in a {what} that is made, if nobody holds it yet: 64KiB, 16MiB (default 1MiB).",
        HelpName = "SIZE",
        CustomParser = result => Given.Checked<long?>(result, text => SizeText.TryParse(text, 1, out var bytes, out var error) ? bytes : throw new ArgumentException(error)),
    };

    public static Option<int?> Senders() => new("--senders")
    {
        Description = $"How many may send at once through a queue that is made (default {DefaultSenders}).",
        HelpName = "N",
        CustomParser = result => Given.Checked<int?>(result, text => Number(text, MostSenders, "senders")),
    };

    /// <param name="what">What there may be none of.</param>
    public static Option<TimeSpan?> WaitToSend(string what) => new("--wait")
    {
        Description = $"Give up when for so many seconds {what}; 0 does not wait (default: as long as it takes).",
        HelpName = "SECONDS",
        CustomParser = result => Given.Checked<TimeSpan?>(result, value => HoldTime.Parse(value)),
    };

    public static Option<int?> Count(string what) => new("--count")
    {
        Description = $"End after so many messages; it is a failure when the {what} is completed before.",
        HelpName = "N",
        CustomParser = result => Given.Checked<int?>(result, text => Number(text, int.MaxValue, "messages")),
    };

    public static Option<bool> Follow(string who, string what) => new("--follow")
    {
        Description = $"Stay for the next {who}; end only when the {what} is completed.",
    };

    public static Option<bool> LengthPrefixed(string what) => new("--length-prefixed")
    {
        Description = $"{what}: each message behind its length, 4 bytes, the lowest first.",
    };

    public static MessageForm Form(bool isJson, bool isPrefixed) => isJson ? MessageForm.Json : isPrefixed ? MessageForm.LengthPrefixed : MessageForm.Lines;

    public static int Number(string text, int most, string what) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw new ArgumentException($"'{text}' is no number of {what} from 1 to {most}.");

    public static QueueOptions Options(
        string participant, string? directory, string[]? trust, MapSecurity? access, long? capacity, int? senders, bool oneByOne) => new()
        {
            Capacity = capacity ?? DefaultCapacity,
            MaxWriters = senders ?? DefaultSenders,
            MaxParticipants = MostParticipants,
            Prefetch = oneByOne ? 1 : new QueueOptions().Prefetch,
            Waiting = WaitStrategy.Park,
            ParticipantName = participant,
            Security = access ?? MapSecurity.CurrentUser,
            Directory = directory,
            TrustedOwners = trust ?? [],
        };

    /// <summary>Says what was not there in time.</summary>
    public static ExitCode NotInTime(string what, TimeSpan? wait, string more)
    {
        Output.Failure.Say($"{what}{(wait > TimeSpan.Zero ? $" within {wait.Value.TotalSeconds:0.###} s" : string.Empty)}. {more}");
        return ExitCode.NotInTime;
    }

    /// <summary>Runs what a signal may end, with an exit code of its own.</summary>
    public static async Task<int> RunAsync(Func<Task<ExitCode>> run)
    {
        try
        {
            return (int)await run();
        }
        catch (OperationCanceledException) when (Interruption.Token.IsCancellationRequested)
        {
            Output.Failure.Say("Interrupted.");
            return (int)ExitCode.Interrupted;
        }
    }
}
