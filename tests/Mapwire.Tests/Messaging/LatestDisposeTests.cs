using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Closing a writer or a reader of latest values while another thread does something with it.</summary>
public class LatestDisposeTests
{
    private static readonly int _rounds = Messages.Times(60);

    public static TheoryData<string> Uses { get; } = ["write", "claim", "read", "wait", "wait without a thread", "ask for the writer"];

    [Theory]
    [MemberData(nameof(Uses))]
    public void Who_uses_what_is_being_closed_is_told(string what)
    {
        var options = new LatestOptions { Capacity = 5000, MaxParticipants = 6 };
        using var keeper = LatestReader.Create(UniqueName.Local(), options);
        var random = new Random(1);
        for (var round = 0; round < _rounds; round++)
        {
            var writer = LatestWriter.Open(keeper.Name, options);
            var reader = LatestReader.Open(keeper.Name, options);
            writer.Write(new byte[5000]);
            using var ready = new ManualResetEventSlim();
            var uses = Worker.Start(() =>
            {
                for (var i = 0; ; i++)
                {
                    Use(what, writer, reader, i);
                    if (i == 3)
                    {
                        ready.Set();
                    }
                }
            });
            Assert.True(ready.Wait(Worker.Watchdog));
            Thread.SpinWait(random.Next(4000));
            var both = Worker.Start(() => (round % 2 == 0 ? (IDisposable)writer : reader).Dispose());
            (what is "write" or "claim" ? (IDisposable)writer : reader).Dispose();
            both.Join();
            var failure = uses.Failure();
            Assert.True(failure is ObjectDisposedException, $"Round {round}: {failure}");
            writer.Dispose();
            reader.Dispose();
            Assert.False(keeper.Read().ContainsAnyExcept((byte)0));
        }
    }

    [Theory]
    [InlineData(WaitStrategy.Park)]
    [InlineData(WaitStrategy.Spin)]
    [InlineData(WaitStrategy.SpinThenPark)]
    public async Task Everybody_who_waits_is_told(WaitStrategy waiting)
    {
        using var writer = LatestWriter<int>.Create(UniqueName.Local());
        var reader = LatestReader<int>.Open(writer.Name, new LatestOptions { Waiting = waiting });
        var waits = new List<Worker> { Worker.Start(() => reader.Read()), Worker.Start(() => reader.WaitForChange(Worker.Watchdog)) };
        var task = reader.WaitForChangeAsync().AsTask();
        Thread.SpinWait(100_000);
        Assert.All(waits, wait => Assert.False(wait.HasEnded));
        reader.Dispose();
        Assert.All(waits, wait => Assert.IsType<ObjectDisposedException>(wait.Failure()));
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => task.WaitAsync(Worker.Watchdog));
        _ = Assert.Throws<ObjectDisposedException>(() => reader.TryRead(out _));
        _ = Assert.Throws<ObjectDisposedException>(() => reader.WaitForChange(TimeSpan.Zero));
        _ = Assert.Throws<ObjectDisposedException>(() => reader.IsWriterGone);
        reader.Dispose();
        writer.Dispose();
        writer.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(() => writer.Write(1));
    }

    [Fact]
    public void What_was_claimed_when_the_writer_was_closed_is_never_seen()
    {
        using var keeper = LatestReader.Create(UniqueName.Local());
        var writer = LatestWriter.Open(keeper.Name);
        writer.Write([1]);
        var claim = writer.Claim(100);
        claim.Bytes.Fill(7);
        writer.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(() => claim.Publish());
        claim.Dispose();
        Assert.Equal([1], keeper.Read().ToArray());
        using var next = LatestWriter.Open(keeper.Name);
        next.Write([2]);
        Assert.Equal([2], keeper.Read().ToArray());
        Assert.Equal(2, next.Version);
    }

    private static void Use(string what, LatestWriter writer, LatestReader reader, int turn)
    {
        switch (what)
        {
            case "write":
                writer.Write(new byte[turn % 5000]);
                break;
            case "claim":
                using (var claim = writer.Claim(turn % 5000))
                {
                    if (turn % 2 == 0)
                    {
                        claim.Publish(0);
                    }
                }

                break;
            case "read":
                _ = reader.TryRead(out _);
                break;
            case "wait":
                _ = reader.TryRead(out _);
                _ = reader.WaitForChange(TimeSpan.FromTicks(turn));
                break;
            case "ask for the writer":
                _ = reader.IsWriterGone;
                break;
            default:
                _ = reader.TryRead(out _);
                using (var cancellation = new CancellationTokenSource())
                {
                    var wait = reader.WaitForChangeAsync(cancellation.Token).AsTask();
                    cancellation.Cancel();
                    try
                    {
                        _ = wait.GetAwaiter().GetResult();
                    }
                    catch (OperationCanceledException)
                    {
                    }
                }

                break;
        }
    }
}
