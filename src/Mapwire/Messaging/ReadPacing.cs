namespace Mapwire;

/// <summary>How one who reads waits for more, so that it disturbs the writer as little as it can.</summary>
internal sealed class ReadPacing(LaneHandle handle, LaneSource lanes)
{
    // After so many messages without a wait a reader that comes near to the writer lets more gather; and after so many where there is nothing.
    private const int LongBurst = 256;
    private const int Burst = 16;

    // The longest that messages are let gather, in so many pauses each time; and how often in turn the writer may have made no mark meanwhile.
    private const int MostGatherings = 8;
    private const int MostPauses = 64;
    private const int LeastPauses = 8;
    private const int WordsOfPause = 128;
    private const int MostStill = 2;
    private const int QuickLooks = 128;
    private readonly Func<bool> _looksOpen = handle.Lanes.ReadGate.LooksOpen;

    // In a small ring there soon is plenty.
    private readonly int _pauses = (int)Math.Clamp(lanes.Plenty / WordsOfPause, LeastPauses, MostPauses);
    private long _before;
    private long _mark;

    /// <summary>Waits until there may be something to read; false when the time is over.</summary>
    public bool Await(Deadline deadline)
    {
        if (handle.Waiting != WaitStrategy.Park)
        {
            lanes.Enter();
            GatherAfter(Burst);
            _before = lanes.Taken;
            lanes.Leave();
            if (LooksReadySoon())
            {
                return true;
            }
        }

        return handle.Await(handle.Lanes.ReadGate, handle.Lanes.ReadLine, deadline, _looksOpen, 1);
    }

    /// <summary>Before a reader that is inside looks for more. Who follows close behind a writer that is writing takes its lines from it, though there always is something.</summary>
    public void Near()
    {
        // Where the mark has not moved since the last time it is not writing.
        var mark = lanes.Marked;
        if (mark != _mark && handle.Waiting != WaitStrategy.Park && lanes.AheadOf(mark) < LaneMarks.MostWords)
        {
            GatherAfter(LongBurst);
        }

        _mark = mark;
    }

    // The writer is at it, and each look takes from it the line that it is writing: it writes many while this reader does not look. So if so many messages came since the last
    // time, let some gather, as long as it goes on writing and there is room.
    private void GatherAfter(int burst)
    {
        var taken = lanes.Taken;
        if (taken - _before < burst)
        {
            return;
        }

        _before = taken;
        var waiting = lanes.AheadOf(lanes.Marked);
        for (int times = 0, still = 0; times < MostGatherings && still < MostStill && waiting < lanes.Plenty; times++)
        {
            for (var pause = 0; pause < _pauses; pause++)
            {
                Spinning.Pause();
            }

            var before = waiting;
            waiting = lanes.AheadOf(lanes.Marked);
            still = waiting == before ? still + 1 : 0;
        }
    }

    private bool LooksReadySoon()
    {
        for (var look = 0; look < QuickLooks; look++)
        {
            if (lanes.LooksReadyHere())
            {
                return true;
            }

            Spinning.Pause();
        }

        return false;
    }
}
