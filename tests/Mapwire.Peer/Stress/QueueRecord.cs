using System.Buffers.Binary;

namespace Mapwire.Peer.Stress;

/// <summary>A message of a run: writer, its life, number, length, checksum, and bytes that follow from these.</summary>
internal static class QueueRecord
{
    public const int HeadSize = 16;
    private const int LifeShift = 8;

    /// <summary>Mostly short; some as long as they may be.</summary>
    public static int Length(Random random, int most) => HeadSize + (random.Next(16) switch
    {
        0 => random.Next(most),
        < 4 => random.Next(Math.Min(256, most)),
        < 8 => 0,
        _ => random.Next(24),
    });

    public static void Fill(Span<byte> bytes, int writer, int life, int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes, writer | (life << LifeShift));
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], number);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], bytes.Length);
        var sum = Sum(writer | (life << LifeShift), number, bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], sum);
        for (var i = HeadSize; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(sum + (uint)i);
        }
    }

    /// <summary>False for bytes that nobody wrote so.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out int writer, out int life, out int number)
    {
        (writer, life, number) = (-1, -1, -1);
        if (bytes.Length < HeadSize || BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]) != bytes.Length)
        {
            return false;
        }

        var who = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        (writer, life) = (who & ((1 << LifeShift) - 1), who >> LifeShift);
        number = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        var sum = Sum(who, number, bytes.Length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) != sum)
        {
            return false;
        }

        for (var i = HeadSize; i < bytes.Length; i++)
        {
            if (bytes[i] != (byte)(sum + (uint)i))
            {
                return false;
            }
        }

        return writer is >= 0 and < QueueBoard.Writers && number is > 0 and < QueueBoard.Most;
    }

    private static uint Sum(int who, int number, int length) =>
        unchecked(((((uint)who * 0x9E3779B1u) ^ (uint)number) * 0x85EBCA6Bu) ^ ((uint)length * 0xC2B2AE35u));
}
