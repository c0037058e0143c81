using System.CommandLine;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.LatestValues;

/// <summary>The options that the commands on latest values share, and what they mean.</summary>
internal static class LatestGiven
{
    private const int MostParticipants = 256;

    public static Option<int?> Capacity() => new("--create")
    {
        Description = "How long a value may be in what is made, if nobody holds it yet: 100, 64KiB, 16MiB (default 4KiB).",
        HelpName = "SIZE",
        CustomParser = result => Given.Checked<int?>(result, text =>
            !SizeText.TryParse(text, 1, out var bytes, out var error) ? throw new ArgumentException(error)
            : bytes <= 1 << 30 ? (int)bytes
            : throw new ArgumentException($"'{text}' is more than a value may have: 1GiB.")),
    };

    public static LatestOptions Options(string participant, string? directory, string[]? trust, MapSecurity? access, int? capacity) => new()
    {
        Capacity = capacity ?? new LatestOptions().Capacity,
        MaxParticipants = MostParticipants,
        Waiting = WaitStrategy.Park,
        ParticipantName = participant,
        Security = access ?? MapSecurity.CurrentUser,
        Directory = directory,
        TrustedOwners = trust ?? [],
    };
}
