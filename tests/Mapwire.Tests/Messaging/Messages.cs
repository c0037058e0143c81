using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Messages whose every byte is known by their number.</summary>
internal static class Messages
{
    /// <summary>The smallest ring, in which everything comes round soon.</summary>
    public const int Smallest = 4096;

    /// <summary>How often to do something: less often where the tests run under Wine, in which each call into the kernel is slow.</summary>
    public static int Times(int count) => OperatingSystem.IsWindows() ? Math.Max(1, count / 10) : count;

    public static byte[] Of(int number, int length)
    {
        var bytes = new byte[length];
        Fill(number, bytes);
        return bytes;
    }

    public static void Fill(int number, Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = At(number, i);
        }
    }

    public static void Check(int number, int length, ReadOnlySpan<byte> bytes)
    {
        Assert.Equal(length, bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != At(number, i))
            {
                Assert.Fail($"Message {number} of {length} bytes: byte {i} is {bytes[i]}, and was {At(number, i)}.");
            }
        }
    }

    private static byte At(int number, int index) => (byte)(((number * 31) + (index * 7) + (index >> 8)) | 1);
}
