using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Mapwire.Tests.Support;
using Xunit;
using Xunit.Sdk;

namespace Mapwire.Tests.Policies;

/// <summary>What every other test takes for granted of the machine, and of itself.</summary>
[Collection(Alone.Name)]
public class MachineTests
{
    private const int Collections = 200;

    // To collect, the runtime stops a thread between any two instructions and later restores its registers, all of them.
    [Fact]
    public void A_sum_of_vectors_is_right_though_the_collector_stops_it()
    {
        var numbers = new ulong[1 << 20];
        new Random(1).NextBytes(MemoryMarshal.AsBytes(numbers.AsSpan()));
        var right = 0UL;
        foreach (var number in numbers)
        {
            right += number;
        }

        var isOver = false;
        var collector = new Thread(() =>
        {
            for (var i = 0; i < Collections; i++)
            {
                GC.Collect(0);
            }

            Volatile.Write(ref isOver, true);
        });
        collector.Start();
        var (runs, wrong) = (0, 0);
        while (!Volatile.Read(ref isOver))
        {
            runs++;
            wrong += Sum(numbers) == right ? 0 : 1;
        }

        collector.Join();
        Assert.True(wrong == 0, $"{wrong} of {runs} sums are wrong. Wine 10 needs DOTNET_EnableAVX512=0, as tests/setup/wine sets it.");
    }

    [Theory]
    [InlineData(0, 1, "1 differ from offset 0 on: FF instead of 00.")]
    [InlineData(95, 5, "5 differ from offset 95 on: FFFFFFFFFF instead of 0000000000.")]
    [InlineData(10, 20, "20 differ from offset 10 on: FFFFFFFFFFFFFFFF… instead of 0000000000000000….")]
    public void Bytes_that_differ_are_told_with_their_place(int offset, int length, string told)
    {
        var bytes = new byte[100];
        SameBytes.Check(bytes, new byte[100]);
        bytes.AsSpan(offset, length).Fill(0xFF);
        Assert.Equal($"Of 100 bytes, {told}", Assert.Throws<FailException>(() => SameBytes.Check(new byte[100], bytes)).Message);
    }

    // Optimized from the first call on, it keeps the sum so far in the widest register there is.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Sum(ulong[] numbers)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(numbers);
        var sum = Vector512<ulong>.Zero;
        for (var i = 0; i < numbers.Length; i += Vector512<ulong>.Count)
        {
            sum += Vector512.LoadUnsafe(ref first, (nuint)i);
        }

        return Vector512.Sum(sum);
    }
}
