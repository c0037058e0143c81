using System.Globalization;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Somebody writes over latest values that others use, in a process of its own: nobody hangs, crashes or looks where there is nothing of them.</summary>
public class LatestNoiseTests
{
    private const int RoundsAtOnce = 500;

    [Fact]
    public void Whatever_is_written_over_latest_values_it_is_noticed_or_read_and_no_more()
    {
        var wanted = int.Parse(Environment.GetEnvironmentVariable("MAPWIRE_NOISE") ?? (OperatingSystem.IsWindows() ? "2000" : "30000"), CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("MAPWIRE_NOISE_SEED") ?? "1", CultureInfo.InvariantCulture);
        var (done, noticed) = (0, 0);
        using var peer = PeerProcess.Start();
        while (done < wanted)
        {
            var answer = peer.Tell("latest-noise", seed.ToString(CultureInfo.InvariantCulture), RoundsAtOnce.ToString(CultureInfo.InvariantCulture)).Split(' ');
            done += int.Parse(answer[0], CultureInfo.InvariantCulture);
            noticed += int.Parse(answer[1], CultureInfo.InvariantCulture);
            seed += int.Parse(answer[2], CultureInfo.InvariantCulture);
        }

        peer.Exit();
        Assert.InRange(noticed, done / 20, int.MaxValue);
    }
}
