namespace Mapwire;

/// <summary>The protocol of a mutex; see <see cref="OwnedCore"/>.</summary>
internal sealed class MutexCore : OwnedCore, IGate<MutexHold>
{
    public MutexCore(Region region, LockEntry entry)
        : base(region, entry, 0) => Line = NewLine<MutexHold>(this);

    public WaitLine<MutexHold> Line { get; }

    long IGate<MutexHold>.Bell => BellOf(Region.Slot);

    public bool TryAcquire(out MutexHold hold)
    {
        using var use = Use();
        if (TryTakeFree(out var ticket))
        {
            hold = new MutexHold(this, ticket);
            return true;
        }

        hold = default;
        return false;
    }

    /// <summary>Takes the lock from an owner that has died.</summary>
    public bool TryAcquireFromDead(out MutexHold hold)
    {
        using var use = Use();
        while (TryRecoverOwner())
        {
            if (TryAcquire(out hold))
            {
                return true;
            }
        }

        hold = default;
        return false;
    }

    Ticket IGate<MutexHold>.Begin() => default;

    bool IGate<MutexHold>.LooksOpen(in Ticket ticket) => OwnerWord.IsFree(Read());

    bool IGate<MutexHold>.TryQuick(ref Ticket ticket) => TryTakeFree(out ticket.Word);

    bool IGate<MutexHold>.TryPass(ref Ticket ticket, int rung) => TryTakeOrSayWaiting(out ticket.Word);

    bool IGate<MutexHold>.TryStarve()
    {
        SayStarving();
        return true;
    }

    void IGate<MutexHold>.PassOn(int rung) => Settle();

    bool IGate<MutexHold>.TryGiveUp(ref Ticket ticket) => true;

    MutexHold IGate<MutexHold>.ToHold(in Ticket ticket) => new(this, ticket.Word);
}
