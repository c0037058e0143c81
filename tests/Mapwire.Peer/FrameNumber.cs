namespace Mapwire.Peer;

/// <summary>A frame whose bytes and length follow from its number, which is its metadata.</summary>
internal static class FrameNumber
{
    public static int Length(long number, int most) => (int)(number * 7919 % (most + 1));

    public static void Fill(in FrameLease<long> lease, long number) => Fill(lease.Span, number);

    public static void Fill(Span<byte> bytes, long number) => bytes[..Length(number, bytes.Length)].Fill((byte)number);

    public static bool IsWhole(in Frame<long> frame, int most) =>
        frame.Length == Length(frame.Metadata, most) && !frame.Span.ContainsAnyExcept((byte)frame.Metadata);
}
