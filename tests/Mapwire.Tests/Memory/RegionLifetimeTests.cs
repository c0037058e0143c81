using System.Diagnostics;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Memory;

/// <summary>What a region leaves behind in the process that used it: nothing.</summary>
[Collection(Alone.Name)]
public class RegionLifetimeTests
{
    [Fact]
    public async Task Opening_waiting_and_closing_leaves_no_handle_and_no_thread()
    {
        const int Rounds = 200;
        using var mutex = SharedMutex.Create(UniqueName.Local());
        using var region = SharedRegion.Create(UniqueName.Local());
        await Use(20);
        using var process = Process.GetCurrentProcess();
        var handles = Handles();
        process.Refresh();
        var threads = process.Threads.Count;
        await Use(Rounds);
        process.Refresh();
        Assert.True(Handles() < handles + (Rounds / 4), $"{handles} handles before, {Handles()} after.");
        Assert.True(process.Threads.Count < threads + (Rounds / 4), $"{threads} threads before, {process.Threads.Count} after.");

        async Task Use(int rounds)
        {
            for (var round = 0; round < rounds; round++)
            {
                if (round % 10 == 0)
                {
                    // On Windows a monitor that somebody had to wait for keeps its event until it is collected.
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                }

                var hold = mutex.Acquire();
                using var other = SharedMutex.Open(mutex.Name);
                using var same = SharedRegion.Open(region.Name);
                using var signal = SharedEvent.CreateOrOpen(same, "event", EventResetMode.AutoReset);
                var waits = new[] { other.AcquireAsync().AsTask(), other.AcquireAsync().AsTask() };
                var waiting = signal.WaitAsync().AsTask();
                Assert.False(signal.Wait(TimeSpan.Zero));
                Assert.False(other.TryAcquire(TimeSpan.Zero, out _));
                hold.Release();
                (await waits[0].WaitAsync(Worker.Watchdog)).Release();
                (await waits[1].WaitAsync(Worker.Watchdog)).Release();
                signal.Dispose();
                _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Worker.Watchdog));
            }
        }

        int Handles()
        {
            process.Refresh();
            return OperatingSystem.IsWindows() ? process.HandleCount : Directory.GetFileSystemEntries("/proc/self/fd").Length;
        }
    }

    [Fact]
    public void A_region_is_opened_again_and_again_in_the_same_slot()
    {
        using var mutex = SharedMutex.Create(UniqueName.Local(), new RegionOptions { MaxParticipants = 2 });
        using var bytes = new RegionBytes(mutex.Name);
        for (var round = 1; round <= 300; round++)
        {
            using var other = SharedMutex.Open(mutex.Name);
            Assert.Equal((uint)(round * 2) | 1, bytes.Slot(1).State);
            other.Acquire().Release();
        }

        Assert.Equal(2, bytes.Header.SlotsUsed);
        Assert.Equal(600u, bytes.Slot(1).State);
    }

    [Fact]
    public void Handles_that_nobody_closed_go_with_the_region_that_they_are_in()
    {
        var name = UniqueName.Local();
        var region = SharedRegion.Create(name);
        var mutex = SharedMutex.Create(region, "mutex");
        _ = mutex.Acquire();
        region.Dispose();
        Assert.False(SharedRegion.TryOpen(name, out _));
        mutex.Dispose();
    }
}
