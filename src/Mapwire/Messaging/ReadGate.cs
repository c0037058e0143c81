namespace Mapwire;

/// <summary>What a reader waits for: that there may be something to read, or never again.</summary>
internal sealed class ReadGate(LaneCore core) : IGate<bool>
{
    public long Bell => core.BellOf(0);

    public bool LooksOpen() => core.LooksReady() || core.IsFinished();

    Ticket IGate<bool>.Begin() => default;

    bool IGate<bool>.LooksOpen(in Ticket ticket) => LooksOpen();

    bool IGate<bool>.TryQuick(ref Ticket ticket) => LooksOpen();

    bool IGate<bool>.TryPass(ref Ticket ticket, int rung)
    {
        if (LooksOpen())
        {
            return true;
        }

        core.AnnounceReader();
        return LooksOpen();
    }

    bool IGate<bool>.TryStarve() => false;

    void IGate<bool>.PassOn(int rung) => core.PassOn();

    bool IGate<bool>.TryGiveUp(ref Ticket ticket) => true;

    bool IGate<bool>.ToHold(in Ticket ticket) => !core.IsFinished();
}
