namespace Mapwire;

/// <summary>What a hand had while its state was this.</summary>
internal readonly record struct HandSight(int Number, HandState State, int Lane, long Start, long Next, long End)
{
    /// <summary>Where the first of its records begins that was not read, or of a lease, not done.</summary>
    public long Left => State.IsLease ? Start : Next;

    /// <summary>Whether what it says can be, in a queue with so many lanes, each with a ring of so many words.</summary>
    public bool IsPossible(int lanes, long words) =>
        (uint)Lane < (uint)lanes && Start >= 0 && Next >= Start && Next <= End && End - Start <= words;
}
