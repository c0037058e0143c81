using System.Runtime.InteropServices;

namespace Mapwire.Peer.Stress;

/// <summary>Values that say their version, and whose every byte follows from it and from their length; so one that is of two values is known.</summary>
internal static class LatestPattern
{
    /// <summary>No value is shorter: version and checksum.</summary>
    public const int Least = 16;

    public static void Fill(Span<byte> value, long version)
    {
        MemoryMarshal.Write(value, version);
        var words = MemoryMarshal.Cast<byte, long>(value[Least..]);
        var sum = version + value.Length;
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = unchecked((version * 0x5851F42D4C957F2D) + i);
            sum = unchecked((sum * 31) + words[i]);
        }

        MemoryMarshal.Write(value[sizeof(long)..], sum);
    }

    /// <summary>What is wrong with a value of that version; null for nothing.</summary>
    public static string? Fault(ReadOnlySpan<byte> value, long version)
    {
        if (value.Length < Least || MemoryMarshal.Read<long>(value) != version)
        {
            return $"The value of version {version} has {value.Length} bytes, and says {(value.Length < Least ? "nothing" : MemoryMarshal.Read<long>(value))}.";
        }

        var words = MemoryMarshal.Cast<byte, long>(value[Least..]);
        var sum = version + value.Length;
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] != unchecked((version * 0x5851F42D4C957F2D) + i))
            {
                return $"The value of version {version} is torn at word {i} of {words.Length}.";
            }

            sum = unchecked((sum * 31) + words[i]);
        }

        return MemoryMarshal.Read<long>(value[sizeof(long)..]) == sum ? null : $"The value of version {version} has a wrong checksum.";
    }
}
