using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

/// <summary>Readers and writers that come, give up and close all at once.</summary>
public class ReaderWriterRaceTests
{
    [Theory]
    [MemberData(nameof(ReaderWriterTests.Places), MemberType = typeof(ReaderWriterTests))]
    public void Writers_get_in_although_readers_overlap_all_the_time(string where)
    {
        using var place = ReaderWriterTests.PlaceOf(where);
        var readers = new[] { place.Create(), place.Open() };
        var writer = place.Open();
        using var done = new CancellationTokenSource();
        using var reading = new CountdownEvent(2);

        // Each reader lets go only when the other is in, so that without a writer there is always one.
        var inside = new int[2];
        var threads = Enumerable.Range(0, 2).Select(i => Worker.Start(() =>
        {
            var isFirst = true;
            while (!done.IsCancellationRequested)
            {
                if (readers[i].TryAcquireRead(TimeSpan.FromMilliseconds(1), out var hold))
                {
                    Volatile.Write(ref inside[i], 1);
                    if (isFirst)
                    {
                        isFirst = false;
                        _ = reading.Signal();
                    }

                    for (var spins = 0; spins < 1000 && Volatile.Read(ref inside[1 - i]) == 0; spins++)
                    {
                        Thread.SpinWait(10);
                    }

                    Volatile.Write(ref inside[i], 0);
                    hold.Release();
                }
            }
        })).ToList();
        Assert.True(reading.Wait(Worker.Watchdog));
        try
        {
            for (var round = 0; round < 30; round++)
            {
                Assert.True(writer.TryAcquireWrite(Worker.Watchdog, out var hold));
                Assert.Equal([0, 0], inside);
                hold.Release();
            }
        }
        finally
        {
            done.Cancel();
            threads.ForEach(thread => thread.Join());
        }
    }

    [Theory]
    [MemberData(nameof(ReaderWriterTests.Places), MemberType = typeof(ReaderWriterTests))]
    public void Readers_get_in_between_writers_that_never_stop(string where)
    {
        using var place = ReaderWriterTests.PlaceOf(where);
        var writers = new[] { place.Create(), place.Open() };
        var reader = place.Open();
        using var done = new CancellationTokenSource();
        var threads = writers.Select(writer => Worker.Start(() =>
        {
            while (!done.IsCancellationRequested)
            {
                var hold = writer.AcquireWrite();
                Thread.SpinWait(50);
                hold.Release();
            }
        })).ToList();
        try
        {
            for (var round = 0; round < 30; round++)
            {
                Assert.True(reader.TryAcquireRead(Worker.Watchdog, out var hold));
                hold.Release();
            }
        }
        finally
        {
            done.Cancel();
            threads.ForEach(thread => thread.Join());
        }
    }

    [Theory]
    [MemberData(nameof(ReaderWriterTests.Places), MemberType = typeof(ReaderWriterTests))]
    public async Task Readers_see_whole_what_writers_write(string where)
    {
        using var place = ReaderWriterTests.PlaceOf(where);
        var locks = new[] { place.Create(), place.Open(), place.Open() };
        var first = 0;
        var second = 0;
        var seed = Environment.TickCount;
        var tasks = Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
        {
            var random = new Random(seed + i);
            for (var round = 0; round < 150; round++)
            {
                using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(1 + random.Next(3)));
                try
                {
                    await Act(locks[i % 3], random, cancellation.Token);
                }
                catch (OperationCanceledException)
                {
                    // It gave up, and comes again.
                }
            }
        })).ToList();
        Worker.All(3, i =>
        {
            var random = new Random(seed - 1 - i);
            for (var round = 0; round < 150; round++)
            {
                if (random.Next(3) == 0)
                {
                    using var hold = locks[i].AcquireWrite();
                    Write();
                }
                else
                {
                    using var hold = locks[i].AcquireRead();
                    Read();
                }
            }
        });
        await Task.WhenAll(tasks).WaitAsync(Worker.Watchdog);
        Assert.True(locks[0].TryAcquireWrite(Worker.Watchdog, out var last), $"Seed {seed}: the lock was lost.");
        last.Release();

        async Task Act(SharedReaderWriterLock one, Random random, CancellationToken token)
        {
            if (random.Next(3) == 0)
            {
                using var hold = await one.AcquireWriteAsync(token);
                Write();
            }
            else
            {
                using var hold = await one.AcquireReadAsync(token);
                Read();
            }
        }

        void Write()
        {
            var value = Volatile.Read(ref first) + 1;
            Volatile.Write(ref first, value);
            Thread.SpinWait(100);
            Assert.True(Volatile.Read(ref second) == value - 1, $"Seed {seed}: two writers at once.");
            Volatile.Write(ref second, value);
        }

        void Read()
        {
            var value = Volatile.Read(ref first);
            Thread.SpinWait(50);
            Assert.True(Volatile.Read(ref second) == value, $"Seed {seed}: a reader beside a writer.");
        }
    }

    [Theory]
    [MemberData(nameof(ReaderWriterTests.Places), MemberType = typeof(ReaderWriterTests))]
    public void A_handle_closed_under_the_hands_of_readers_never_leaves_a_share(string where)
    {
        using var place = ReaderWriterTests.PlaceOf(where);
        var writer = place.Create();
        using var done = new CancellationTokenSource();
        var writing = Worker.Start(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Assert.True(writer.TryAcquireWrite(Worker.Watchdog, out var hold), "A share was left.");
                hold.Release();
            }
        });
        var random = new Random(1);
        for (var round = 0; round < 100; round++)
        {
            var reader = place.Open();
            using var ready = new CountdownEvent(3);
            var threads = Enumerable.Range(0, 3).Select(i => Worker.Start(() =>
            {
                _ = ready.Signal();
                while (true)
                {
                    if (i < 2 ? reader.TryAcquireRead(out var hold) : reader.TryAcquireRead(TimeSpan.FromMicroseconds(50), out hold))
                    {
                        hold.Dispose();
                    }
                }
            })).ToList();
            Assert.True(ready.Wait(Worker.Watchdog));
            Thread.SpinWait(random.Next(5000));
            reader.Dispose();
            Assert.All(threads, thread => Assert.IsType<ObjectDisposedException>(thread.Failure()));
        }

        done.Cancel();
        writing.Join();
        Assert.All(Enumerable.Range(0, place.Bytes.Header.SlotsUsed), slot => Assert.Equal(0, place.Bytes.Cell(place.Index, slot).Share));
    }

    [Fact]
    public async Task A_cancellation_that_meets_a_writer_leaving_leaves_no_share()
    {
        using var place = ReaderWriterTests.PlaceOf("by name");
        var writer = place.Create();
        var reader = place.Open();
        var random = new Random(1);
        for (var round = 0; round < 1000; round++)
        {
            Assert.True(writer.TryAcquireWrite(Worker.Watchdog, out var hold), $"Round {round}: a share was left.");
            using var cancellation = new CancellationTokenSource();
            var waits = new[] { reader.AcquireReadAsync(cancellation.Token).AsTask(), reader.AcquireReadAsync(cancellation.Token).AsTask() };
            var spins = random.Next(500);
            var canceller = Task.Run(() =>
            {
                Thread.SpinWait(spins);
                cancellation.Cancel();
            });
            Thread.SpinWait(random.Next(500));
            hold.Release();
            foreach (var wait in waits)
            {
                try
                {
                    (await wait.WaitAsync(Worker.Watchdog)).Release();
                }
                catch (OperationCanceledException)
                {
                    // No share, then.
                }
            }

            await canceller;
        }
    }
}
