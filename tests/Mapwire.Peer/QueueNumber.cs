using System.Buffers.Binary;
using System.Globalization;

namespace Mapwire.Peer;

/// <summary>A message that is a number: the first bytes say it, and every byte behind them repeats its lowest.</summary>
internal static class QueueNumber
{
    public static byte[] Bytes(int value, int size)
    {
        var bytes = new byte[size];
        Fill(bytes, value);
        return bytes;
    }

    public static void Fill(Span<byte> bytes, int value)
    {
        bytes.Fill((byte)value);
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
    }

    /// <summary>The number, and whether another had the message before; "torn" for bytes that nobody wrote so.</summary>
    public static string Text(ReadOnlySpan<byte> bytes, bool again)
    {
        if (bytes.Length < sizeof(int))
        {
            return "torn";
        }

        var value = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return bytes[sizeof(int)..].ContainsAnyExcept((byte)value)
            ? "torn"
            : value.ToString(CultureInfo.InvariantCulture) + (again ? " again" : string.Empty);
    }
}
