using System.Globalization;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Somebody writes over what others use, in a process of its own: nobody hangs, crashes or looks where there is nothing of it.</summary>
public class NoiseTests
{
    private const int RoundsAtOnce = 200;

    [Fact]
    public void Whatever_is_written_over_a_queue_it_is_noticed_or_read_and_no_more() => Play("queue", 100_000, onWindows: 2000, leastOneOf: 20);

    [Fact]
    public void Whatever_is_written_over_a_topic_it_is_noticed_or_read_and_no_more() => Play("topic", 20_000, onWindows: 2000, leastOneOf: 50);

    [Fact]
    public void Whatever_is_written_over_latest_values_it_is_noticed_or_read_and_no_more() => Play("latest", 30_000, onWindows: 2000, leastOneOf: 20);

    [Fact]
    public void Whatever_is_written_over_frames_it_is_noticed_or_read_and_no_more() => Play("frames", 10_000, onWindows: 1000, leastOneOf: 50);

    [Fact]
    public void Whatever_is_written_over_a_queue_of_frames_it_is_noticed_or_read_and_no_more() => Play("frame-queue", 10_000, onWindows: 1000, leastOneOf: 50);

    // MAPWIRE_NOISE sets how many corruptions there are, of which one in so many must be noticed; MAPWIRE_NOISE_SEED is the first round.
    private static void Play(string what, int corruptions, int onWindows, int leastOneOf)
    {
        var wanted = Setting.Number("MAPWIRE_NOISE", OperatingSystem.IsWindows() ? onWindows : corruptions);
        var seed = Setting.Number("MAPWIRE_NOISE_SEED", 1);
        var (done, noticed) = (0, 0);
        using var peer = PeerProcess.Start();
        while (done < wanted)
        {
            var answer = peer.Tell("noise", what, Text(seed), Text(RoundsAtOnce)).Split(' ');
            done += int.Parse(answer[0], CultureInfo.InvariantCulture);
            noticed += int.Parse(answer[1], CultureInfo.InvariantCulture);
            seed += int.Parse(answer[2], CultureInfo.InvariantCulture);
        }

        peer.Exit();
        Assert.InRange(noticed, done / leastOneOf, int.MaxValue);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
