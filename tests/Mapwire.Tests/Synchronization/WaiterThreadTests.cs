using System.Globalization;
using Mapwire.Platform;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

/// <summary>Those who wait without a thread: few threads serve many of them, and sleep while there is nothing to do.</summary>
[Collection(Alone.Name)]
public class WaiterThreadTests
{
    private const string Waiter = "Mapwire waiter";
    private static readonly RegionOptions _options = new() { MaxParticipants = 4 };

    [Theory]
    [InlineData(100)]
    [InlineData(127)]
    [InlineData(300)]
    public async Task Few_threads_serve_many_waits(int count)
    {
        using var region = SharedRegion.Create(UniqueName.Local(), new RegionOptions { MaxParticipants = 4, Capacity = 1 << 20 });
        using var other = SharedRegion.Open(region.Name);
        var before = OperatingSystem.IsLinux() ? Threads(Waiter).Count : 0;
        var mutexes = Enumerable.Range(0, count).Select(i => SharedMutex.Create(region, $"mutex {i}")).ToList();
        var holds = mutexes.ConvertAll(mutex => mutex.Acquire());
        var others = Enumerable.Range(0, count).Select(i => SharedMutex.Open(other, $"mutex {i}")).ToList();
        var waits = others.ConvertAll(mutex => mutex.AcquireAsync().AsTask());
        Assert.All(waits, wait => Assert.False(wait.IsCompleted));
        if (OperatingSystem.IsLinux())
        {
            // The one wait more is for participants who join.
            Assert.Equal(Math.Max(before, (count + 1 + 126) / 127), Threads(Waiter).Count);
        }

        // In an order that has nothing to do with that of the waits.
        var order = Enumerable.Range(0, count).ToArray();
        new Random(1).Shuffle(order);
        foreach (var i in order)
        {
            holds[i].Release();
            (await waits[i].WaitAsync(Worker.Watchdog)).Release();
        }
    }

    [Fact]
    public async Task Many_locks_by_name_are_waited_for_at_once()
    {
        const int Count = 100;
        var held = Enumerable.Range(0, Count).Select(_ => SharedMutex.Create(UniqueName.Local(), _options)).ToList();
        var holds = held.ConvertAll(mutex => mutex.Acquire());
        var others = held.ConvertAll(mutex => SharedMutex.Open(mutex.Name));
        var waits = others.ConvertAll(mutex => mutex.AcquireAsync().AsTask());
        Assert.All(waits, wait => Assert.False(wait.IsCompleted));
        for (var i = 0; i < Count; i += 2)
        {
            holds[i].Release();
            others[i + 1].Dispose();
        }

        for (var i = 0; i < Count; i += 2)
        {
            (await waits[i].WaitAsync(Worker.Watchdog)).Release();
            _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => waits[i + 1].WaitAsync(Worker.Watchdog));
        }

        held.Concat(others).ToList().ForEach(mutex => mutex.Dispose());
    }

    [Fact]
    public async Task Where_the_kernel_waits_for_one_word_only_every_wait_ends_all_the_same()
    {
        Conditions.NeedsLinux();
        Futex.OneWordOnly = true;
        try
        {
            using var mutex = SharedMutex.Create(UniqueName.Local(), _options);
            using var other = SharedMutex.Open(mutex.Name);
            for (var round = 0; round < 20; round++)
            {
                var hold = mutex.Acquire();
                var waits = Enumerable.Range(0, 3).Select(_ => other.AcquireAsync().AsTask()).ToList();
                hold.Release();
                foreach (var wait in waits)
                {
                    (await wait.WaitAsync(Worker.Watchdog)).Release();
                }
            }
        }
        finally
        {
            Futex.OneWordOnly = false;
        }
    }

    [Fact]
    public async Task Nobody_wakes_while_there_is_nothing_to_do()
    {
        Conditions.NeedsLinux();
        using var region = SharedRegion.Create(UniqueName.Local(), _options);
        using var other = SharedRegion.Open(region.Name);
        var mutexes = Enumerable.Range(0, 50).Select(i => SharedMutex.Create(region, $"mutex {i}")).ToList();
        var holds = mutexes.ConvertAll(mutex => mutex.Acquire());
        var others = Enumerable.Range(0, 50).Select(i => SharedMutex.Open(other, $"mutex {i}")).ToList();
        var waits = others.Skip(1).Select(mutex => mutex.AcquireAsync().AsTask()).ToList();
        const string Idle = "idle thread";
        var thread = Worker.Start(() => others[0].Acquire().Release(), Idle);
        using var bytes = new RegionBytes(region.Name);
        bytes.AwaitSleepers(1);
        bytes.AwaitSleepers(50);
        var threads = Threads(Waiter).Concat(Threads(Idle)).Concat(Threads("Mapwire life")).ToList();
        Assert.True(threads.Count >= 2);
        var least = int.MaxValue;
        for (var round = 0; round < 5 && least > 0; round++)
        {
            var before = threads.Sum(Sleeps);

            // A wait in vain, so that time passes.
            Assert.False(mutexes[0].TryAcquire(TimeSpan.FromMilliseconds(200), out _));
            least = Math.Min(least, threads.Sum(Sleeps) - before);
        }

        Assert.Equal(0, least);
        holds.ForEach(hold => hold.Release());
        thread.Join();
        foreach (var wait in waits)
        {
            (await wait.WaitAsync(Worker.Watchdog)).Release();
        }
    }

    private static List<string> Threads(string name) => [.. Directory.GetDirectories("/proc/self/task").Where(task => NameOf(task) == name)];

    private static string? NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).TrimEnd('\n');
        }
        catch (IOException)
        {
            return null;
        }
    }

    // How often a thread went to sleep of its own accord.
    private static int Sleeps(string task)
    {
        const string Field = "voluntary_ctxt_switches:";
        var line = File.ReadLines(Path.Combine(task, "status")).First(line => line.StartsWith(Field, StringComparison.Ordinal));
        return int.Parse(line.AsSpan(Field.Length).Trim(), CultureInfo.InvariantCulture);
    }
}
