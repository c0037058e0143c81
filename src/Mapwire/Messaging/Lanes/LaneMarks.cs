namespace Mapwire;

/// <summary>What a lane's writer says of where it is. What it has published since follows from there, up to the first place where nothing is published.</summary>
/// <remarks>
/// The writer fills the older of two marks and then says that it is the newer: who dies in between leaves one that is whole. It does so after each stretch of words, and whenever it
/// looks for more room. That room ends a ring behind the mark, so that nothing behind a mark is ever written over. Not with every message: that would be two more stores, and a line
/// that readers take from it.
/// </remarks>
internal static class LaneMarks
{
    /// <summary>How many words are published behind a mark in a small lane, before one record more makes the writer write the next; see <see cref="StretchOf"/>.</summary>
    public const int MostWords = 1024;

    /// <summary>The same in bytes. What is longer is not written or read in the fast way; and no view lies as low as that, so that a place less so many bytes is one that can be compared.</summary>
    public const int MostBytes = MostWords * LaneRecord.WordSize;

    private const int Looks = 16;
    private const int Stretches = 64;
    private const int LongestStretch = 16 * MostWords;

    /// <summary>The same in a lane of so many words: what a mark costs is little beside a stretch, and a stretch is little beside the lane.</summary>
    public static long StretchOf(long words) => Math.Clamp(words / Stretches, MostWords, LongestStretch);

    /// <summary>The newer mark. Whole, unless the writer made another during each of sixteen looks.</summary>
    public static LaneMarkLayout Read(ref readonly LaneLayout lane)
    {
        _ = TryRead(in lane, Looks, out var mark);
        return mark;
    }

    /// <summary>The newer mark, whole; false where the writer made another during each of so many looks.</summary>
    public static bool TryRead(ref readonly LaneLayout lane, int looks, out LaneMarkLayout mark)
    {
        mark = default;
        for (var look = 0; look < looks; look++)
        {
            // acquire, each: pair with the release and the barrier of Write; the one that is said to be newer is not written before that changes
            var newer = Volatile.Read(in lane.Newer);
            ref readonly var place = ref NewerOf(in lane, newer);
            (mark.Tail, mark.Written) = (Volatile.Read(in place.Tail), Volatile.Read(in place.Written));
            if (Volatile.Read(in lane.Newer) == newer)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many messages were published: before the mark, and behind it as far as they are there. Less than that where the writer comes round the ring during each of sixteen looks.</summary>
    public static long Count(LaneMemory memory, int lane) => End(memory, lane).Written;

    /// <summary>The same, and where the last one ends.</summary>
    public static unsafe LaneMarkLayout End(LaneMemory memory, int lane)
    {
        ref readonly var shared = ref *memory.Lane(lane);
        var mark = Read(in shared);
        for (var look = 0; look < Looks; look++)
        {
            // What was gone over was not written over if the mark is the same after it.
            var before = mark;
            var behind = LaneWalk.Count(memory, lane, mark.Tail, mark.Tail + memory.LaneWords, out var end);
            mark = Read(in shared);
            if (mark == before)
            {
                return new LaneMarkLayout { Tail = end, Written = mark.Written + behind };
            }
        }

        return mark;
    }

    /// <summary>The tail of the newer mark, or of one that is just being made: what lies before it is published, either way.</summary>
    public static long TailOf(ref readonly LaneLayout lane) => Volatile.Read(in NewerOf(in lane, Volatile.Read(in lane.Newer)).Tail);

    /// <summary>Writes the older mark, and says that it is the newer.</summary>
    public static void Write(ref LaneLayout lane, LaneMarkLayout mark)
    {
        // What was the newer one is not written before the other was said to be that, nor before the records it tells of: pairs with the acquires of Read and TailOf.
        Volatile.WriteBarrier();
        var newer = lane.Newer + 1;
        ref var place = ref (newer & 1) == 0 ? ref lane.First : ref lane.Second;
        Volatile.Write(ref place.Tail, mark.Tail);
        Volatile.Write(ref place.Written, mark.Written);

        // release: the mark comes before
        Volatile.Write(ref lane.Newer, newer);
    }

    private static ref readonly LaneMarkLayout NewerOf(ref readonly LaneLayout lane, int newer) => ref (newer & 1) == 0 ? ref lane.First : ref lane.Second;
}
