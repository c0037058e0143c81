using System.Runtime.CompilerServices;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>How many messages there are in a block, and how they are numbered.</summary>
internal static class Blocks
{
    /// <summary>From here on a message is sent from one buffer, as C does it.</summary>
    public const int Large = 4096;

    /// <summary>What every block of small messages is a multiple of.</summary>
    public const int Least = 64;

    /// <summary>So many at least are numbered before they are sent.</summary>
    public const int LeastGroup = 4;

    /// <summary>How many values are published in one call.</summary>
    public const int Batch = 16;

    private const int Most = 4096;
    private const int MostBytes = 16 * 1024 * 1024;

    public static int SizeFor(int messageSize) => Math.Clamp(MostBytes / messageSize, 1, Most);

    /// <summary>The next count that is whole blocks.</summary>
    public static long Whole(long count, int block) => Math.Max(1, (count + block - 1) / block) * block;

    /// <summary>Passes so many messages.</summary>
    public static void PassAll(IBlocks side, long count, int block)
    {
        for (long from = 0; from < count; from += block)
        {
            side.Pass(from, (int)Math.Min(block, count - from));
        }
    }

    /// <summary>The number of a value: its first 8 bytes.</summary>
    public static ref long NumberOf<T>(ref T value)
        where T : unmanaged => ref Unsafe.As<T, long>(ref value);

    /// <exception cref="InvalidOperationException">A bit of it is set: numbers differed.</exception>
    public static void RequireNone(long difference, long from)
    {
        if (difference != 0)
        {
            throw new InvalidOperationException($"A message after {from} had another number than was expected.");
        }
    }
}
