using Mapwire.Platform;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Queues where the system has no fence for other processes, on either side or on both.</summary>
[Collection(Alone.Name)]
public sealed class QueueFenceTests : IDisposable
{
    private static readonly int _count = Messages.Times(2_000);

    public static TheoryData<bool, bool> Sides { get; } = new() { { true, false }, { false, true }, { true, true } };

    public void Dispose() => RemoteFence.IsMissing = false;

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task Messages_arrive_all_the_same(bool isMissingAtWriter, bool isMissingAtReader)
    {
        foreach (var waiting in (WaitStrategy[])[WaitStrategy.Park, WaitStrategy.Spin])
        {
            var options = new QueueOptions { Capacity = Messages.Smallest, Waiting = waiting };
            RemoteFence.IsMissing = isMissingAtWriter;
            using var writer = QueueWriter<int>.Create(UniqueName.Local(), options);
            RemoteFence.IsMissing = isMissingAtReader;
            using var reader = QueueReader<int>.Open(writer.Name, options);
            var reads = Task.Run(async () =>
            {
                for (var i = 0; i < _count; i++)
                {
                    Assert.Equal(i, i % 3 == 0 && waiting == WaitStrategy.Park ? reader.Read(Worker.Watchdog) : await reader.ReadAsync());
                }
            });
            await Task.Run(async () =>
            {
                for (var i = 0; i < _count; i++)
                {
                    if (i % 100 == 0)
                    {
                        Thread.SpinWait(100_000);
                    }

                    if (i % 3 == 0 && waiting == WaitStrategy.Park)
                    {
                        writer.Write(i, Worker.Watchdog);
                    }
                    else
                    {
                        await writer.WriteAsync(i);
                    }
                }
            }).WaitAsync(Worker.Watchdog);
            await reads.WaitAsync(Worker.Watchdog);
        }
    }

    // What happens where the reader's fence does not reach the writer: it has published, and has not seen that anybody waits.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_cannot_make_a_fence_looks_again(bool isAsync)
    {
        Conditions.NeedsLinux();
        using var writer = QueueWriter<int>.Create(UniqueName.Local());
        RemoteFence.IsMissing = true;
        using var reader = QueueReader<int>.Open(writer.Name, new QueueOptions { Waiting = WaitStrategy.Park });
        using var bytes = new QueueBytes(writer.Name);
        for (var round = 0; round < 20; round++)
        {
            var wait = isAsync
                ? reader.ReadAsync().AsTask()
                : Task.Factory.StartNew(() => reader.Read(Worker.Watchdog), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            bytes.AwaitReaders();
            bytes.Queue.ReadersWait = 0;
            writer.Write(round);
            Assert.Equal(round, await wait.WaitAsync(Worker.Watchdog));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_waits_for_room_and_cannot_make_a_fence_looks_again(bool isAsync)
    {
        Conditions.NeedsLinux();
        RemoteFence.IsMissing = true;
        using var ends = Ends.With(waiting: WaitStrategy.Park);
        RemoteFence.IsMissing = false;
        using var reader = ends.AnotherReader();
        RemoteFence.IsMissing = true;
        for (var round = 0; round < 10; round++)
        {
            _ = ends.FillUp(100);
            var wait = isAsync
                ? ends.Writer.WriteAsync(new byte[100]).AsTask()
                : Task.Factory.StartNew(() => ends.Writer.Write(new byte[100], Worker.Watchdog), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            ends.Bytes.AwaitWriters();
            while (!wait.IsCompleted)
            {
                ends.Bytes.Lane(0).WriterWaits = 0;
                _ = reader.TryRead(out _);
                _ = await Task.WhenAny(wait, Task.Run(() => Thread.SpinWait(1000)));
            }

            await wait;
        }
    }
}
