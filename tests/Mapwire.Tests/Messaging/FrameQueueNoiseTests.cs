using System.Globalization;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Somebody writes over a queue of frames that others use, in a process of its own: nobody hangs, crashes or looks where there is nothing of the queue.</summary>
public class FrameQueueNoiseTests
{
    private const int RoundsAtOnce = 200;

    [Fact]
    public void Whatever_is_written_over_a_queue_of_frames_it_is_noticed_or_read_and_no_more()
    {
        var wanted = int.Parse(Environment.GetEnvironmentVariable("MAPWIRE_NOISE") ?? (OperatingSystem.IsWindows() ? "1000" : "10000"), CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("MAPWIRE_NOISE_SEED") ?? "1", CultureInfo.InvariantCulture);
        var (done, noticed) = (0, 0);
        using var peer = PeerProcess.Start();
        while (done < wanted)
        {
            var answer = peer.Tell("frame-queue-noise", seed.ToString(CultureInfo.InvariantCulture), RoundsAtOnce.ToString(CultureInfo.InvariantCulture)).Split(' ');
            done += int.Parse(answer[0], CultureInfo.InvariantCulture);
            noticed += int.Parse(answer[1], CultureInfo.InvariantCulture);
            seed += int.Parse(answer[2], CultureInfo.InvariantCulture);
        }

        peer.Exit();
        Assert.InRange(noticed, done / 50, int.MaxValue);
    }
}
