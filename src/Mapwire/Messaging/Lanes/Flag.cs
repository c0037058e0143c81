using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>A flag in shared memory that is lowered only by who has seen that there is no cause for it: bit 0, and how often it was raised.</summary>
internal static class Flag
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsRaised(int value) => (value & 1) != 0;

    /// <summary>Raises it, with a full fence.</summary>
    public static void Raise(ref int flag)
    {
        int before;
        do
        {
            before = Volatile.Read(ref flag);
        }
        while (Interlocked.CompareExchange(ref flag, unchecked((((before >> 1) + 1) << 1) | 1), before) != before);
    }

    /// <summary>Lowers it if it was not raised again since it was read; says whether it was lowered.</summary>
    public static bool TryLower(ref int flag, int read) => Interlocked.CompareExchange(ref flag, read & ~1, read) == read;
}
