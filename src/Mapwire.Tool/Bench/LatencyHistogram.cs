using System.Numerics;

namespace Mapwire.Tool.Bench;

/// <summary>Counts every sample by its length, to within a thousandth of it.</summary>
/// <remarks>Lengths below 2048 have a bucket each; above, every doubling has 1024 of the same width.</remarks>
internal sealed class LatencyHistogram
{
    private const int Bits = 10;
    private const int Half = 1 << Bits;
    private const int LargestBits = 48;
    private readonly long[] _counts = new long[(LargestBits - Bits + 1) * Half];
    private long _sum;
    private long _largest;

    public long Count { get; private set; }

    public void Add(long length)
    {
        length = Math.Clamp(length, 0, (1L << LargestBits) - 1);
        _counts[BucketOf(length)]++;
        _sum += length;
        _largest = Math.Max(_largest, length);
        Count++;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        (_sum, _largest, Count) = (0, 0, 0);
    }

    /// <summary>The length that this part of all samples does not exceed.</summary>
    public double Percentile(double part)
    {
        var rank = Math.Max((long)Math.Ceiling(part * Count), 1);
        long seen = 0;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= rank)
            {
                return Math.Min(MiddleOf(bucket), _largest);
            }
        }

        return 0;
    }

    /// <summary>What the samples say, where each stands for so many nanoseconds.</summary>
    public TripTimes Times(double nanoseconds) => new(
        Count == 0 ? 0 : nanoseconds * _sum / Count,
        nanoseconds * Percentile(0.5),
        nanoseconds * Percentile(0.9),
        nanoseconds * Percentile(0.99),
        nanoseconds * Percentile(0.999),
        nanoseconds * _largest);

    private static int BucketOf(long length)
    {
        var shift = Math.Max(BitOperations.Log2((ulong)length | 1) - Bits, 0);
        return (shift << Bits) + (int)(length >> shift);
    }

    private static double MiddleOf(int bucket)
    {
        var shift = Math.Max((bucket >> Bits) - 1, 0);
        var least = (long)(bucket - (shift << Bits)) << shift;
        return least + (((1L << shift) - 1) / 2.0);
    }
}
