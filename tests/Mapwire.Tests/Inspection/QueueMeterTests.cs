using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Inspection;

public class QueueMeterTests
{
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void An_open_queue_is_measured_once_and_a_closed_one_no_more()
    {
        using (var writer = QueueWriter.Create(_name))
        using (var reader = QueueReader.Open(_name))
        {
            for (var i = 0; i < 10; i++)
            {
                writer.Write(new byte[16]);
            }

            for (var i = 0; i < 3; i++)
            {
                Assert.True(reader.TryLease(out var lease));
                lease.Dispose();
            }

            var measured = Measure();
            Assert.Equal(
                [
                    "mapwire.queue.dropped 0 {message}", "mapwire.queue.high_water 0 By", "mapwire.queue.read 3 {message}", "mapwire.queue.redelivered 0 {message}",
                    "mapwire.queue.waiting 7 {message}", "mapwire.queue.written 10 {message}",
                ],
                measured);
        }

        Assert.Empty(Measure());
    }

    [Fact]
    public void A_queue_is_not_kept_alive_by_being_measured()
    {
        var handle = Leak(_name);
        _ = Measure();
        Wait.Until(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !handle.TryGetTarget(out _);
        });
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference<QueueWriter> Leak(string name) => new(QueueWriter.Create(name));

    private List<string> Measure() => Meters.Measure("mapwire.queue.name", _name);
}
