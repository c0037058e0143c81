namespace Mapwire;

/// <summary>The state of a hand as one word: bits 0-7 what it is, 8-15 flags, 16-31 slot + 1 of its owner, 32-63 a version that grows with each intent and each adoption.</summary>
internal readonly record struct HandState(long Word)
{
    /// <summary>Nobody's.</summary>
    public const int Free = 0;

    /// <summary>Somebody's, with nothing in it.</summary>
    public const int Idle = 1;

    /// <summary>Its owner is about to claim what it names; whether it has is in <see cref="LaneLayout.Head"/>.</summary>
    public const int Intent = 2;

    /// <summary>Its owner has what it names.</summary>
    public const int Held = 3;

    /// <summary>Nobody's, with records that wait for another reader.</summary>
    public const int Orphan = 4;

    /// <summary>It holds one record, until that is done.</summary>
    public const int Lease = 1;

    /// <summary>Another had what is in it before.</summary>
    public const int Redelivered = 2;

    public int Kind => (int)(Word & 0xFF);

    public bool IsLease => (Word & (Lease << 8)) != 0;

    public bool IsRedelivered => (Word & (Redelivered << 8)) != 0;

    /// <summary>The owner's slot; -1 for none.</summary>
    public int Slot => (int)(Word >> 16 & 0xFFFF) - 1;

    public bool IsKnown => Kind <= Orphan && (Word >> 8 & 0xFF) <= (Lease | Redelivered) && (Kind is Free or Orphan) == (Slot < 0);

    /// <summary>The same version in another state.</summary>
    public HandState As(int kind) => new((Word & ~0xFFL) | (uint)kind);

    public HandState With(int kind, int flags, int slot) =>
        new((Word & ~0xFFFFFFFFL) | (uint)kind | ((long)flags << 8) | ((long)(slot + 1) << 16));

    /// <summary>The next version, with what is in the hand, as its new owner has it.</summary>
    public HandState Adopted(int flags, int slot) => new HandState(Word + (1L << 32)).With(Held, flags | Redelivered, slot);

    /// <summary>The next version, about to claim.</summary>
    public HandState NextIntent(int flags) =>
        new((((Word >> 32) + 1) << 32) | (Word & 0xFFFF0000L) | Intent | ((long)flags << 8));
}
