using Xunit;

namespace Mapwire.Tests.Support;

/// <summary>Compares many bytes, and says where two runs of them part.</summary>
internal static class SameBytes
{
    private const int Shown = 8;

    /// <summary>Fails with the first offset that differs, for how many bytes from there on every one does, and what the bytes there are.</summary>
    /// <remarks>One byte at a time: the code under test may have used vectors, so what judges it does not.</remarks>
    public static void Check(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var first = 0;
        while (first < expected.Length && expected[first] == actual[first])
        {
            first++;
        }

        if (first == expected.Length)
        {
            return;
        }

        var end = first;
        while (end < expected.Length && expected[end] != actual[end])
        {
            end++;
        }

        Assert.Fail($"Of {expected.Length} bytes, {end - first} differ from offset {first} on: {Start(actual[first..end])} instead of {Start(expected[first..end])}.");
    }

    private static string Start(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= Shown ? Convert.ToHexString(bytes) : Convert.ToHexString(bytes[..Shown]) + "…";
}
