namespace Mapwire;

/// <summary>What a line of waiters waits for.</summary>
/// <typeparam name="THold">What who passes is given.</typeparam>
internal interface IGate<THold>
{
    /// <summary>Where the bell of this participant is.</summary>
    long Bell { get; }

    /// <summary>What a wait begins with.</summary>
    Ticket Begin();

    /// <summary>A look without any write: whether a try may be worth it.</summary>
    bool LooksOpen(in Ticket ticket);

    /// <summary>Tries to pass without having told anybody that this participant waits.</summary>
    bool TryQuick(ref Ticket ticket);

    /// <summary>Tries to pass. The bell says by now that this participant waits, so who fails has made sure that it will be rung; at the last try of who
    /// gives up it says no longer so.</summary>
    /// <param name="ticket">The wait's.</param>
    /// <param name="rung">What the bell said before.</param>
    bool TryPass(ref Ticket ticket, int rung);

    /// <summary>Somebody was rung and came too late; says whether the bell is to say that it starves.</summary>
    bool TryStarve();

    /// <summary>Somebody leaves the bell who had been rung, perhaps for what another can use.</summary>
    void PassOn(int rung);

    /// <summary>Somebody gives up who did not pass; false when it has passed after all.</summary>
    bool TryGiveUp(ref Ticket ticket);

    /// <summary>Makes what who passed is given.</summary>
    THold ToHold(in Ticket ticket);
}
