using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>What the word of a bell says, and the two steps of who rings it.</summary>
/// <remarks>
/// A bell has one waiter, who alone changes it except that anybody may turn "waits" into "rung".
/// <code>
///   wait   1 bell = Waits   2 try; if it works: Leave   3 Waits -> Sleeps; if it was rung: from 1   4 sleep while it is Sleeps   5 from 1
///   leave  1 bell = Idle; who had been rung passes that on, for it may have been meant for what another can use
///   ring   1 Waits or Sleeps -> Rung; else nobody waits   2 if it was Sleeps: wake
/// </code>
/// Step 1 of wait and every change of state before a ring are full fences: either the waiter's step 2 sees the new state, or the ringer sees it wait.
/// </remarks>
internal static class Bell
{
    public const int Idle = 0;
    public const int Waits = 1;
    public const int Sleeps = 3;
    public const int Starves = 4;
    public const int Rung = 8;

    /// <summary>Rung, and what was waited for has been given already.</summary>
    public const int Given = 16;

    /// <summary>Ring's step 1; says whether somebody waits there, and whether that one sleeps and must be woken.</summary>
    public static bool TryRing(ref int bell, out bool mustWake)
    {
        while (true)
        {
            var value = Volatile.Read(ref bell);
            if (!IsWaiting(value))
            {
                mustWake = false;
                return false;
            }

            // Full fence: after the change of state that is rung for; pairs with the exchange of who begins to wait.
            if (Interlocked.CompareExchange(ref bell, Rung, value) == value)
            {
                mustWake = IsAsleep(value);
                return true;
            }
        }
    }

    /// <summary>Whether somebody waits; a value that no participant writes is taken for one who sleeps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWaiting(int value) => value is not (Idle or Rung or Given);

    /// <summary>Of one who waits: whether it sleeps, or may.</summary>
    public static bool IsAsleep(int value) => (value & ~Starves) != Waits;

    public static bool IsStarving(int value) => IsWaiting(value) && (value & Starves) != 0;
}
