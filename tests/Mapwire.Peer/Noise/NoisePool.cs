namespace Mapwire.Peer.Noise;

/// <summary>What is the same for frames in a topic and in a queue.</summary>
internal static class NoisePool
{
    public const int Count = 4;
    public const int Bytes = 5000;
    private const int FirstRecords = 512;

    /// <summary>Mostly where the pool has what it goes by, or what tells of frames.</summary>
    public static IReadOnlyList<NoisePart> PartsOf(MapView view, int body, LaneMemory memory)
    {
        var (rings, pool, frames) = (memory.RingOffset(0), memory.Frames!.PoolOffset, memory.Frames.OffsetOf(0));
        return
        [
            new("header", 0, body),
            new("lanes", body, rings),
            new("region", 0, view.Length),
            new("rings", rings, pool),
            new("first records", rings, rings + FirstRecords),
            new("pool", pool, frames, Weight: 3),
        ];
    }

    /// <summary>Ends a lease in any way.</summary>
    public static void Fill(FrameLease<long> lease, Random random)
    {
        using (lease)
        {
            lease.Span.Fill(0x5A);
            if (random.Next(4) > 0)
            {
                lease.Publish(7, random.Next(Bytes));
            }
        }
    }

    // All is held, or it is completed, or a lane or a slot is said to be in use; but nobody else uses an end.
    public static bool MayEndWith(Exception told) =>
        told is TimeoutException || (told is InvalidOperationException && !told.Message.Contains("thread", StringComparison.Ordinal));
}
