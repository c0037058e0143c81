using System.Globalization;
using Mapwire.Peer;

namespace Mapwire.Tests.Support;

/// <summary>What must be true of a queue in which nobody takes part any more but one who only looks.</summary>
internal static class QueueWhole
{
    /// <summary>What is wrong, one a line; empty where nothing is.</summary>
    /// <param name="part">Who looks.</param>
    /// <param name="mustBeEmpty">Whether all of it must have been read.</param>
    public static string Faults(QueuePart part, bool mustBeEmpty)
    {
        List<string> found = [.. RegionInspector.Verify(part.Handle.Name)];
        for (var hand = 0; hand < part.Memory.Hands; hand++)
        {
            var state = part.StateOf(hand);
            if (state.Kind != HandState.Free && (mustBeEmpty || state.Kind != HandState.Orphan))
            {
                found.Add(Text($"Hand {hand} is in state {state.Kind} of slot {state.Slot}, and nobody has it."));
            }
        }

        for (var lane = 0; lane < part.Memory.Lanes; lane++)
        {
            ref var shared = ref part.Lane(lane);
            if (shared.Owner != 0)
            {
                found.Add(Text($"Lane {lane} is written by slot {shared.Owner - 1}, who is not there."));
            }

            var (head, tail) = (part.HeadOf(lane), EndOf(part, lane));
            if (head > tail || (mustBeEmpty && head != tail))
            {
                found.Add(Text($"Lane {lane} is claimed up to {head} and written up to {tail}."));
            }
        }

        if ((part.Queue.Completed & 3) == 1)
        {
            found.Add(Text($"Slot {(part.Queue.Completed >> 2) - 1} is about to complete the queue, and is not there."));
        }

        return string.Join('\n', found);
    }

    // What was published behind the mark is told by its words alone.
    private static long EndOf(QueuePart part, int lane)
    {
        var end = LaneMarks.Read(in part.Lane(lane)).Tail;
        while (part.Word(lane, end) is not 0 and var word)
        {
            end += LaneRecord.WordsOf(word);
        }

        return end;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
