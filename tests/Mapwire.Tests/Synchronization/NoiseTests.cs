using System.Diagnostics;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

/// <summary>Somebody writes over a region while others use it: each operation ends, with success or with an exception that it is documented to end with.</summary>
public class NoiseTests
{
    private const int Operations = 40;
    private const int Seeds = 12;

    public static TheoryData<string> Areas { get; } = ["header", "slots", "directory", "locks", "everything"];

    [Theory]
    [MemberData(nameof(Areas))]
    public async Task Noise_hangs_and_crashes_nobody(string area)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            await Round(area, seed, random => random.Next(256));
        }
    }

    [Theory]
    [InlineData("locks", 0)]
    [InlineData("slots", 0)]
    [InlineData("header", 0)]
    [InlineData("locks", 1)]
    [InlineData("locks", 255)]
    [InlineData("slots", 255)]
    public async Task The_same_byte_everywhere_hangs_and_crashes_nobody(string area, byte value)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            await Round(area, seed, _ => value);
        }
    }

    private static async Task Round(string area, int seed, Func<Random, int> nextByte)
    {
        var what = $"{area}, seed {seed}";
        var name = UniqueName.Local();
        using var keeper = SharedMap.Create(UniqueName.Local(), 1);
        var actors = new List<NoiseActor> { new(SharedRegion.Create(name, new RegionOptions { MaxParticipants = 8 })) };
        actors.Add(new NoiseActor(SharedRegion.Open(name)));
        using var bytes = new RegionBytes(name);
        var (from, to) = AreaOf(bytes, area);

        // Without a limit of their own: they end with the handle at the latest.
        var patient = actors.SelectMany(actor => actor.Patient()).ToList();
        var threads = Enumerable.Range(0, 4).Select(i => Worker.Start(
            () =>
            {
                var random = new Random((seed * 100) + i);
                for (var step = 0; step < Operations; step++)
                {
                    NoiseActor.Documented(() => actors[i % 2].Act(random));
                }
            },
            $"{what}, thread {i}")).ToList();
        var tasks = Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            var random = new Random((seed * 1000) + i);
            for (var step = 0; step < Operations; step++)
            {
                await NoiseActor.DocumentedAsync(() => actors[i % 2].ActAsync(random));
            }
        })).ToList();
        var opener = Worker.Start(
            () =>
            {
                for (var step = 0; step < Operations / 4; step++)
                {
                    NoiseActor.Documented(() =>
                    {
                        using var region = SharedRegion.Open(name);
                        using var mutex = SharedMutex.CreateOrOpen(region, "mutex");
                        using var made = SharedMutex.CreateOrOpen(region, $"made {step}");
                        _ = mutex.TryAcquire(TimeSpan.FromMilliseconds(1), out var hold);
                        hold.Dispose();
                    });
                }
            },
            $"{what}, opener");
        MakeNoise(bytes, from, to, new Random(seed), nextByte);
        opener.Join();
        threads.ForEach(thread => thread.Join());
        await Task.WhenAll(tasks).WaitAsync(Worker.Watchdog);
        actors.ConvertAll(actor => Worker.Start(actor.Dispose, $"{what}, closing")).ForEach(closing => closing.Join());
        foreach (var wait in patient)
        {
            await wait.WaitAsync(Worker.Watchdog);
        }
    }

    private static (int From, int To) AreaOf(RegionBytes bytes, string area)
    {
        var body = (int)bytes.Header.BodyOffset;
        var locks = (int)bytes.Entry(0).Offset;
        return area switch
        {
            "header" => (0, RegionLayout.HeaderSize),
            "slots" => (RegionLayout.HeaderSize, body),
            "directory" => (body, locks),
            "locks" => (locks, (int)(bytes.Entry(7).Offset + bytes.Entry(7).Size)),
            _ => (0, (int)bytes.View.Length),
        };
    }

    private static void MakeNoise(RegionBytes bytes, int from, int to, Random random, Func<Random, int> nextByte)
    {
        for (var burst = 0; burst < 20; burst++)
        {
            var length = Math.Min(1 << random.Next(12), to - from);
            var at = from + random.Next(to - from - length + 1);
            foreach (ref var one in bytes.View.AsSpan(at, length))
            {
                one = (byte)nextByte(random);
            }

            var begin = Stopwatch.GetTimestamp();
            var gap = random.Next(3000);
            while (Stopwatch.GetElapsedTime(begin).TotalMicroseconds < gap)
            {
                Thread.Yield();
            }
        }
    }
}
