using System.Globalization;

namespace Mapwire;

/// <summary>Going over the records of a lane, each word read once and checked.</summary>
internal static unsafe class LaneWalk
{
    /// <summary>What was found.</summary>
    public enum Found
    {
        /// <summary>Nothing is published at the first place.</summary>
        Nothing,

        /// <summary>Records, up to the end.</summary>
        Records,

        /// <summary>A word that nobody writes there.</summary>
        Damage,
    }

    /// <summary>Goes over what is published from a position on, up to a number of records and of words.</summary>
    /// <param name="memory">The queue or topic.</param>
    /// <param name="lane">Which lane.</param>
    /// <param name="from">Where a record begins.</param>
    /// <param name="mostRecords">How many at most; at least 1.</param>
    /// <param name="mostWords">Behind so many words no other record begins.</param>
    /// <param name="end">Where the last one ends; of damage, where that is.</param>
    public static Found Measure(LaneMemory memory, int lane, long from, int mostRecords, long mostWords, out long end)
    {
        var ring = (long*)memory.Ring(lane);
        var words = memory.LaneWords;
        var bits = memory.LaneBits;
        var usual = 0L;
        var records = 0;
        end = from;
        for (var position = from; records < mostRecords && (records == 0 || position - from < mostWords);)
        {
            var at = position & (words - 1);

            // acquire: pairs with the release in LaneWriter
            var word = Volatile.Read(ref ring[at]);
            if (word == 0)
            {
                // A record is published before the pad that leads to it.
                if (position != end && records == 0)
                {
                    end = position;
                    return Found.Damage;
                }

                break;
            }

            var size = LaneRecord.WordsOf(word);
            if (LaneRecord.StampOf(word) == LaneRecord.StampOf(position, bits, LaneRecord.Message) && size <= words - at)
            {
                if (size != usual)
                {
                    usual = LaneRecord.Unusual(size);
                }

                position += usual;
                end = position;
                records++;
            }
            else if (LaneRecord.StampOf(word) == LaneRecord.StampOf(position, bits, LaneRecord.Pad) && size == words - at && at != 0)
            {
                position += size;
            }
            else
            {
                end = position;
                return Found.Damage;
            }
        }

        return records > 0 ? Found.Records : Found.Nothing;
    }

    /// <summary>Takes one message of what is claimed, over a pad if there is one before it.</summary>
    /// <param name="memory">The queue or topic.</param>
    /// <param name="lane">Which lane.</param>
    /// <param name="next">Where the message, or the pad, begins; then where the next does.</param>
    /// <param name="end">Up to where is claimed.</param>
    /// <param name="length">How many bytes the message has.</param>
    /// <returns>Where the message lies.</returns>
    /// <exception cref="InvalidRegionException">There is a word that nobody writes.</exception>
    public static nint Take(LaneMemory memory, int lane, ref long next, long end, out int length)
    {
        for (var looks = 0; looks < 2 && next < end; looks++)
        {
            var place = memory.Word(lane, next);
            var word = Volatile.Read(ref *place);
            var size = LaneRecord.WordsOf(word);
            if (size > memory.LaneWords - (next & (memory.LaneWords - 1)) || size > end - next)
            {
                break;
            }

            length = LaneRecord.LengthOf(word);
            if (LaneRecord.StampOf(word) == LaneRecord.StampOf(next, memory.LaneBits, LaneRecord.Message))
            {
                next += size;
                return (nint)(place + 1);
            }

            if (LaneRecord.StampOf(word) != LaneRecord.StampOf(next, memory.LaneBits, LaneRecord.Pad))
            {
                break;
            }

            next += size;
        }

        throw Damage(memory, lane, next);
    }

    /// <summary>What to throw for a word that nobody writes.</summary>
    public static InvalidRegionException Damage(LaneMemory memory, int lane, long position) => Throw.Damaged(
        memory.Name,
        $"record at {position} of lane {lane}",
        "0x" + Volatile.Read(ref *memory.Word(lane, position)).ToString("X16", CultureInfo.InvariantCulture),
        "a length within the lane, and its kind and lap");

    /// <summary>How many messages are published from a position on.</summary>
    public static long CountFrom(LaneMemory memory, int lane, long from) => Count(memory, lane, from, from + memory.LaneWords);

    /// <summary>How many messages lie between two positions; stops at the first word that cannot be.</summary>
    public static long Count(LaneMemory memory, int lane, long from, long to) => Count(memory, lane, from, to, out _);

    /// <summary>The same, and where the last one ends.</summary>
    public static long Count(LaneMemory memory, int lane, long from, long to, out long last)
    {
        var count = 0L;
        last = from;
        if (lane < 0 || lane >= memory.Lanes || to - from > memory.LaneWords)
        {
            return 0;
        }

        while (from < to && Measure(memory, lane, from, 1, memory.LaneWords, out var end) == Found.Records && end <= to)
        {
            count++;
            last = from = end;
        }

        return count;
    }
}
