namespace Mapwire;

/// <summary>How one who reads waits for more, so that it disturbs the writer as little as it can.</summary>
internal sealed class ReadPacing(LaneHandle handle, LaneSource lanes)
{
    private const int Burst = 16;

    // The longest that messages are let gather, in so many pauses each time; and how often in turn the writer may have made no mark meanwhile.
    private const int MostGatherings = 8;
    private const int PausesOfGathering = 64;
    private const int MostStill = 2;
    private const int QuickLooks = 128;
    private readonly Func<bool> _looksOpen = handle.Lanes.ReadGate.LooksOpen;
    private long _before;

    /// <summary>Waits until there may be something to read; false when the time is over.</summary>
    public bool Await(Deadline deadline)
    {
        if (handle.Waiting != WaitStrategy.Park)
        {
            if (lanes.Serial - _before >= Burst)
            {
                Gather();
            }

            _before = lanes.Serial;
            if (LooksReadySoon())
            {
                return true;
            }
        }

        return handle.Await(handle.Lanes.ReadGate, handle.Lanes.ReadLine, deadline, _looksOpen, 1);
    }

    // The writer is at it, and each look takes from it the line that it is writing: it writes many while this reader does not look. So let some gather, as long as it goes on
    // writing and there is room.
    private void Gather()
    {
        var waiting = lanes.MarkedAhead();
        for (int times = 0, still = 0; times < MostGatherings && still < MostStill && waiting < lanes.Plenty; times++)
        {
            for (var pause = 0; pause < PausesOfGathering; pause++)
            {
                Spinning.Pause();
            }

            var before = waiting;
            waiting = lanes.MarkedAhead();
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
