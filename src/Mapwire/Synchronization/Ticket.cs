namespace Mapwire;

/// <summary>What a wait carries from one try to the next, and what it got in the end.</summary>
internal struct Ticket
{
    /// <summary>The word as the acquisition left it, or what a wait compares with.</summary>
    public long Word;

    /// <summary>Which of several was got.</summary>
    public int Index;

    /// <summary>How far the wait has come, where it comes in stages.</summary>
    public int Stage;
}
