using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Nothing that is done again and again with latest values allocates, and who waits uses no processor.</summary>
[Collection(Alone.Name)]
public class LatestAllocationTests
{
    private const int Waits = 300;

    [Fact]
    public void Writing_and_reading_allocate_nothing()
    {
        using var writer = LatestWriter.Create(UniqueName.Local());
        using var reader = LatestReader.Open(writer.Name);
        var bytes = Messages.Of(1, 100);
        NoAllocation.Hold(() =>
        {
            writer.Write(bytes);
            _ = reader.TryRead(out var value, out var stamp) && value.Length == 100 && stamp.Age > TimeSpan.Zero;
            _ = reader.WaitForChange(TimeSpan.Zero);
            using var claim = writer.Claim(50);
            claim.Bytes.Fill(1);
            claim.Publish(40);
            _ = reader.Read().Length;
            _ = reader.Read().Length;
        });
        using var values = LatestWriter<Guid>.Create(UniqueName.Local());
        using var reads = LatestReader<Guid>.Open(values.Name);
        NoAllocation.Hold(() =>
        {
            values.Write(default);
            _ = reads.TryRead(out _);
            _ = reads.Read();
        });
    }

    [Fact]
    public async Task Waiting_without_a_thread_allocates_nothing()
    {
        using var writer = LatestWriter<int>.Create(UniqueName.Local());
        using var reader = LatestReader<int>.Open(writer.Name, new LatestOptions { Waiting = WaitStrategy.Park });
        using var over = new CancellationTokenSource();
        var asked = 0;
        var writes = Worker.Start(() =>
        {
            for (var i = 0; !over.IsCancellationRequested;)
            {
                if (Volatile.Read(ref asked) > i)
                {
                    writer.Write(++i);
                }
                else
                {
                    Thread.Yield();
                }
            }
        });
        await NoAllocation.HoldInProcess(Waits, async () =>
        {
            for (var i = 0; i < Waits; i++)
            {
                var wait = reader.WaitForChangeAsync();
                Volatile.Write(ref asked, asked + 1);
                Assert.True(await wait == LatestChange.NewValue);
                Assert.True(reader.TryRead(out _));
            }
        }).WaitAsync(Worker.Watchdog);
        await over.CancelAsync();
        writes.Join();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_waits_uses_no_processor(bool isAsync)
    {
        // Under Wine the time of a process is another's too.
        Conditions.NeedsLinux();
        using var writer = LatestWriter<int>.Create(UniqueName.Local());
        using var reader = LatestReader<int>.Open(writer.Name);
        using var cancellation = new CancellationTokenSource();
        var limit = TimeSpan.FromSeconds(1);
        var used = Environment.CpuUsage.TotalTime;
        if (isAsync)
        {
            cancellation.CancelAfter(limit);
            _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.WaitForChangeAsync(cancellation.Token).AsTask());
        }
        else
        {
            Assert.Equal(LatestChange.None, reader.WaitForChange(limit));
        }

        Assert.InRange(Environment.CpuUsage.TotalTime - used, TimeSpan.Zero, limit / 2);
    }
}
