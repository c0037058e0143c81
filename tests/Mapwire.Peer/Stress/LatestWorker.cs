using System.Globalization;

namespace Mapwire.Peer.Stress;

/// <summary>One process of a run with latest values: writes flat out until it is killed, or reads and checks until there is the last value.</summary>
internal static class LatestWorker
{
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(60);

    /// <summary>A value of this length, which no writer of a run writes, ends it.</summary>
    public const int LastLength = LatestPattern.Least;

    public static string Write(string name, int seed)
    {
        var random = new Random(seed);
        using var writer = LatestWriter.Open(name);
        var value = new byte[writer.Capacity];
        while (true)
        {
            var isInPlace = random.Next(2) == 0;
            for (var i = random.Next(2000); i >= 0; i--)
            {
                var bytes = value.AsSpan(0, LengthOf(random, writer.Capacity));
                if (isInPlace)
                {
                    using var claim = writer.Claim(bytes.Length);
                    LatestPattern.Fill(claim.Bytes, writer.Version + 1);
                    claim.Publish();
                }
                else
                {
                    LatestPattern.Fill(bytes, writer.Version + 1);
                    writer.Write(bytes);
                }
            }

            // Now and then it stands still, so that readers sleep.
            Thread.SpinWait(random.Next(3) == 0 ? random.Next(20_000) : 1);
        }
    }

    /// <summary>Reads until there is a value that is the last one; says how many it read.</summary>
    public static string Read(string name, int seed)
    {
        using var reader = LatestReader.Open(name, new LatestOptions { Waiting = seed % 2 == 0 ? WaitStrategy.Park : WaitStrategy.SpinThenPark });
        return Read(reader, new Random(seed)).ToString(CultureInfo.InvariantCulture);
    }

    public static long Read(LatestReader reader, Random random)
    {
        var (count, last) = (0L, 0L);
        while (true)
        {
            if (random.Next(4) == 0)
            {
                var change = reader.WaitForChange(_watchdog);
                if (change == LatestChange.None)
                {
                    throw new InvalidOperationException($"Nothing was told of what came after version {last}.");
                }
            }

            if (!reader.TryRead(out var value, out var stamp))
            {
                continue;
            }

            var fault = stamp.Version < last ? $"Version {stamp.Version} came after {last}."
                : stamp.Version > last && last > 0 && stamp.Skipped != stamp.Version - last - 1 ? $"From {last} to {stamp.Version} {stamp.Skipped} were skipped."
                : LatestPattern.Fault(value, stamp.Version);
            if (fault is not null)
            {
                throw new InvalidOperationException(fault);
            }

            count += stamp.Version > last ? 1 : 0;
            last = stamp.Version;
            if (value.Length == LastLength)
            {
                return count;
            }
        }
    }

    private static int LengthOf(Random random, int capacity) =>
        random.Next(4) == 0 ? LatestPattern.Least + (8 * (1 + random.Next((capacity - LatestPattern.Least) / 8))) : capacity;
}
