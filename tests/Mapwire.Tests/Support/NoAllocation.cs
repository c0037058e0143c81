using Xunit;

namespace Mapwire.Tests.Support;

/// <summary>Holds that something allocates nothing once it is warm.</summary>
/// <remarks>What allocates does so each time; what else the process does, it does now and then. So the quietest of several batches counts.</remarks>
internal static class NoAllocation
{
    private const int Batches = 20;
    private const int Times = 500;

    /// <summary>Of an operation of this thread.</summary>
    public static void Hold(Action operation)
    {
        long least = long.MaxValue;
        for (var batch = 0; batch < Batches && least > 0; batch++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Times; i++)
            {
                operation();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.True(least == 0, $"{Times} operations allocated {least} bytes at least.");
    }

    /// <summary>Of a batch of so many operations, on whatever threads; a batch itself may allocate a little.</summary>
    public static async Task HoldInProcess(int operations, Func<Task> batch)
    {
        const int LeastObject = 24;
        var least = long.MaxValue;
        for (var i = 0; i < Batches; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await batch();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.True(least < operations * LeastObject / 2, $"{operations} operations allocated {least} bytes at least.");
    }
}
