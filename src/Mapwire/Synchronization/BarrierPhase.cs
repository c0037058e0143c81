namespace Mapwire;

/// <summary>A phase of a <see cref="SharedBarrier"/> that everybody has come through.</summary>
/// <param name="Number">Its number, counted from 0.</param>
/// <param name="HasLostMember">Whether a member died in it; the phase was completed by the others.</param>
public readonly record struct BarrierPhase(long Number, bool HasLostMember);
