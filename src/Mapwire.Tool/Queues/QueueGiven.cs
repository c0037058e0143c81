using System.CommandLine;
using System.Globalization;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Queues;

/// <summary>The options that the commands on queues share, and what they mean.</summary>
internal static class QueueGiven
{
    private const int MostParticipants = 256;
    private const int MostSenders = 256;
    private const int DefaultSenders = 16;
    private const long DefaultCapacity = 1 << 20;

    public static Option<long?> Capacity() => new("--create")
    {
        Description = "What each sender has room for in a queue that is made, if nobody holds it yet: 64KiB, 16MiB (default 1MiB).",
        HelpName = "SIZE",
        CustomParser = result => Given.Checked<long?>(result, text => SizeText.TryParse(text, 1, out var bytes, out var error) ? bytes : throw new ArgumentException(error)),
    };

    public static Option<int?> Senders() => new("--senders")
    {
        Description = $"How many may send at once through a queue that is made (default {DefaultSenders}).",
        HelpName = "N",
        CustomParser = result => Given.Checked<int?>(result, text => Number(text, MostSenders, "senders")),
    };

    public static Option<bool> LengthPrefixed(string what) => new("--length-prefixed")
    {
        Description = $"{what}: each message behind its length, 4 bytes, the lowest first.",
    };

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
