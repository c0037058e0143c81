using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Waiting for a change.</summary>
public class LatestWaitTests
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(2);

    public static TheoryData<WaitStrategy> Strategies { get; } = [WaitStrategy.SpinThenPark, WaitStrategy.Park, WaitStrategy.Spin];

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Who_waits_in_vain_is_told_so(WaitStrategy waiting)
    {
        using var writer = LatestWriter<int>.Create(UniqueName.Local());
        using var reader = LatestReader<int>.Open(writer.Name, new LatestOptions { Waiting = waiting });
        foreach (var time in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromTicks(1), _short])
        {
            Assert.Equal(LatestChange.None, reader.WaitForChange(time));
            Assert.Contains(writer.Name, Assert.Throws<TimeoutException>(() => reader.Read(time)).Message, StringComparison.Ordinal);
        }

        foreach (var time in (TimeSpan[])[TimeSpan.FromTicks(-1), TimeSpan.FromMilliseconds(-2), TimeSpan.MinValue])
        {
            _ = Assert.Throws<ArgumentOutOfRangeException>(() => reader.WaitForChange(time));
            _ = Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read(time));
        }

        await AssertCancelsAsync(token => reader.WaitForChangeAsync(token).AsTask());
        await AssertCancelsAsync(token => reader.ReadAsync(token).AsTask());
        writer.Write(5);
        Assert.Equal(LatestChange.NewValue, reader.WaitForChange(TimeSpan.Zero));
        Assert.Equal(LatestChange.NewValue, reader.WaitForChange(Timeout.InfiniteTimeSpan));
        Assert.Equal(LatestChange.NewValue, await reader.WaitForChangeAsync());
        Assert.Equal(5, reader.Read());
        Assert.Equal(5, await reader.ReadAsync());
        Assert.Equal(LatestChange.None, reader.WaitForChange(_short));
    }

    [Theory]
    [InlineData(WaitStrategy.Park, false)]
    [InlineData(WaitStrategy.Park, true)]
    [InlineData(WaitStrategy.SpinThenPark, false)]
    [InlineData(WaitStrategy.Spin, false)]
    public async Task No_wake_is_lost(WaitStrategy waiting, bool isAsync)
    {
        var count = Messages.Times(waiting == WaitStrategy.Spin ? 2_000 : 10_000);
        var options = new LatestOptions { Waiting = waiting, MaxParticipants = 4 };
        using var there = LatestWriter<int>.Create(UniqueName.Local(), options);
        using var thereEnd = LatestReader<int>.Open(there.Name, options);
        using var back = LatestWriter<int>.Create(UniqueName.Local(), options);
        using var backEnd = LatestReader<int>.Open(back.Name, options);
        await Task.WhenAll(
            Task.Run(() => BounceAsync(thereEnd, back, isAsync, count, isFirst: false)),
            Task.Run(() => BounceAsync(backEnd, there, isAsync, count, isFirst: true))).WaitAsync(Worker.Watchdog);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everybody_who_sleeps_is_told_of_each_change(bool isAsync)
    {
        var options = new LatestOptions { Waiting = WaitStrategy.Park, MaxParticipants = 8 };
        using var writer = LatestWriter<int>.Create(UniqueName.Local(), options);
        using var bytes = new LatestBytes(writer.Name);
        var readers = Enumerable.Range(0, 4).Select(_ => LatestReader<int>.Open(writer.Name, options)).ToList();
        for (var round = 1; round <= 20; round++)
        {
            var waits = readers.ConvertAll(reader => isAsync
                ? reader.WaitForChangeAsync().AsTask()
                : Task.Factory.StartNew(() => reader.WaitForChange(Worker.Watchdog), default, TaskCreationOptions.LongRunning, TaskScheduler.Default));
            bytes.AwaitAsleep(4);
            writer.Write(round);
            foreach (var wait in waits)
            {
                Assert.Equal(LatestChange.NewValue, await wait.WaitAsync(Worker.Watchdog));
            }

            Assert.All(readers, reader => Assert.Equal(round, reader.Read()));
        }

        // A write is nobody's business who waits no longer.
        Assert.False(Flag.IsRaised(bytes.Head.ReadersWait));
        readers.ForEach(reader => reader.Dispose());
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task The_going_of_the_writer_is_told_once_and_after_its_last_value(WaitStrategy waiting)
    {
        var options = new LatestOptions { Waiting = waiting, MaxParticipants = 8 };
        using var reader = LatestReader<int>.Create(UniqueName.Local(), options);
        Assert.Equal(LatestChange.None, reader.WaitForChange(_short));
        for (var round = 1; round < 5; round++)
        {
            var waits = Worker.Start(() => Assert.Equal(LatestChange.WriterGone, reader.WaitForChange(Worker.Watchdog)));
            using (var silent = LatestWriter<int>.Open(reader.Name))
            {
                Thread.SpinWait(round * 10_000);
                Assert.False(waits.HasEnded);
            }

            waits.Join();
            Assert.Equal(LatestChange.None, reader.WaitForChange(_short));
            await AssertCancelsAsync(token => reader.WaitForChangeAsync(token).AsTask());
            using (var writer = LatestWriter<int>.Open(reader.Name))
            {
                writer.Write(round);
            }

            Assert.Equal(LatestChange.NewValue, reader.WaitForChange(Worker.Watchdog));
            Assert.Equal(round, reader.Read());
            Assert.Equal(LatestChange.WriterGone, await reader.WaitForChangeAsync().AsTask().WaitAsync(Worker.Watchdog));
            Assert.Equal(LatestChange.None, reader.WaitForChange(_short));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_first_value_is_waited_for_over_writers_that_write_nothing(bool isAsync)
    {
        using var reader = LatestReader<int>.Create(UniqueName.Local(), new LatestOptions { Waiting = WaitStrategy.Park });
        using var bytes = new LatestBytes(reader.Name);
        var read = isAsync ? reader.ReadAsync().AsTask() : Task.Run(() => reader.Read(Worker.Watchdog));
        bytes.AwaitAsleep();
        LatestWriter<int>.Open(reader.Name).Dispose();
        using var writer = LatestWriter<int>.Open(reader.Name);
        Assert.False(read.IsCompleted);
        writer.Write(9);
        Assert.Equal(9, await read.WaitAsync(Worker.Watchdog));
        using var ofBytes = LatestReader.Create(UniqueName.Local());
        using var writerOfBytes = LatestWriter.Open(ofBytes.Name);
        var bytesRead = ofBytes.ReadAsync().AsTask();
        writerOfBytes.Write([1, 2]);
        Assert.Equal([1, 2], (await bytesRead.WaitAsync(Worker.Watchdog)).ToArray());
        Assert.Equal([1, 2], ofBytes.Read(TimeSpan.Zero).ToArray());
    }

    [Fact]
    public async Task Several_wait_through_one_reader()
    {
        using var writer = LatestWriter<int>.Create(UniqueName.Local());
        using var reader = LatestReader<int>.Open(writer.Name, new LatestOptions { Waiting = WaitStrategy.Park });
        using var bytes = new LatestBytes(writer.Name);
        var first = reader.WaitForChangeAsync().AsTask();
        var second = reader.WaitForChangeAsync().AsTask();
        bytes.AwaitAsleep();
        Assert.False(first.IsCompleted || second.IsCompleted);
        writer.Write(1);
        Assert.Equal(LatestChange.NewValue, await first.WaitAsync(Worker.Watchdog));
        Assert.Equal(LatestChange.NewValue, await second.WaitAsync(Worker.Watchdog));
        Assert.Equal(1, reader.Read());
        first = reader.WaitForChangeAsync().AsTask();
        second = reader.WaitForChangeAsync().AsTask();
        writer.Dispose();
        Assert.Equal(LatestChange.WriterGone, await first.WaitAsync(Worker.Watchdog));
        Assert.Equal(LatestChange.WriterGone, await second.WaitAsync(Worker.Watchdog));
    }

    private static async Task BounceAsync(LatestReader<int> reader, LatestWriter<int> writer, bool isAsync, int count, bool isFirst)
    {
        for (var i = 1; i <= count; i++)
        {
            if (isFirst)
            {
                writer.Write(i);
            }

            Assert.Equal(LatestChange.NewValue, isAsync ? await reader.WaitForChangeAsync() : reader.WaitForChange(Worker.Watchdog));
            Assert.True(reader.TryRead(out var value, out var stamp));
            Assert.Equal((i, i), (value, stamp.Version));
            if (!isFirst)
            {
                writer.Write(i);
            }
        }
    }

    private static async Task AssertCancelsAsync(Func<CancellationToken, Task> wait)
    {
        using var cancellation = new CancellationTokenSource();
        var task = wait(cancellation.Token);
        await cancellation.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.WaitAsync(Worker.Watchdog));
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait(cancellation.Token).WaitAsync(Worker.Watchdog));
    }
}
