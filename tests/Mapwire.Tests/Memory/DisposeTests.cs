using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Memory;

public class DisposeTests
{
    [Fact]
    public void Every_member_of_a_disposed_view_says_so()
    {
        using var map = SharedMap.Create(UniqueName.Local(), 100);
        var view = map.CreateView();
        view.Span[0] = 1;
        var memory = view.AsMemory(0, 10);
        using var stream = view.AsStream();
        view.Dispose();
        view.Dispose();
        Action[] uses =
        [
            () => _ = view.Span.Length,
            () => _ = view.ReadOnlySpan.Length,
            () => _ = view.Address,
            () => _ = view.AsSpan(0, 1).Length,
            () => _ = view.AsReadOnlySpan(0, 1).Length,
            () => _ = view.AsSpan<int>(0, 1).Length,
            () => _ = view.AsReadOnlySpan<int>(0, 1).Length,
            () => _ = view.At<int>(0),
            () => _ = view.ReadOnlyAt<int>(0),
            () => view.Read(0, new byte[1]),
            () => view.Write(0, new byte[1]),
            () => _ = view.AsMemory(0, 1),
            () => _ = view.AsReadOnlyMemory(0, 1),
            () => _ = view.AsStream(),
            () => view.Flush(),
            () => _ = memory.Span.Length,
            () => _ = memory.Pin(),
            () => _ = stream.ReadByte(),
            () => stream.WriteByte(1),
            () => view.Hold().Dispose(),
        ];
        Assert.All(uses, use => Assert.Throws<ObjectDisposedException>(use));
    }

    [Fact]
    public void A_view_that_was_never_used_says_so_too()
    {
        using var map = SharedMap.Create(UniqueName.Local(), 100);
        var view = map.CreateView();
        view.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(() => view.Span.Length);
    }

    [Fact]
    public void A_disposed_map_makes_no_view()
    {
        var map = SharedMap.Create(UniqueName.Local(), 100);
        map.Dispose();
        map.Dispose();
        var failure = Assert.Throws<ObjectDisposedException>(() => map.CreateView());
        Assert.Contains(map.Name, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hold_keeps_the_memory_until_it_is_disposed()
    {
        var name = UniqueName.Local();
        using var map = SharedMap.Create(name, 100);
        var view = map.CreateView();
        using var other = map.CreateView();
        using (view.Hold())
        {
            var span = view.Span;
            view.Dispose();
            span[7] = 42;
            Assert.Equal(42, other.Span[7]);
        }

        _ = Assert.Throws<ObjectDisposedException>(() => view.Span.Length);
    }

    [Fact]
    public void A_span_that_outlives_its_view_touches_nothing_of_anybodys()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows the memory stays mapped until younger views push it out.");
        using var map = SharedMap.Create(UniqueName.Local(), 100);
        using var other = map.CreateView();
        var view = map.CreateView();
        var span = view.Span;
        span[0] = 1;
        view.Dispose();
        Assert.Equal(0, span[0]);
        span[0] = 2;
        Assert.Equal(1, other.Span[0]);
    }

    [Fact]
    public void Dispose_on_another_thread_is_an_exception_and_never_a_crash()
    {
        var uses = 0L;
        for (var round = 0; round < 200; round++)
        {
            using var map = SharedMap.Create(UniqueName.Local(), 1 << 16);
            var view = map.CreateView();
            using var together = new Barrier(4);
            List<Thread> users =
            [
                Until(together, () => { view.Span[5]++; _ = Interlocked.Increment(ref uses); }),
                Until(together, () => { view.At<long>(8)++; _ = Interlocked.Increment(ref uses); }),
                Until(together, () => { view.Write(16, [1, 2, 3]); _ = Interlocked.Increment(ref uses); }),
            ];
            users.ForEach(user => user.Start());
            together.SignalAndWait(TestContext.Current.CancellationToken);
            var before = Volatile.Read(ref uses);
            SpinWait.SpinUntil(() => Volatile.Read(ref uses) > before + 10, TimeSpan.FromSeconds(1));
            view.Dispose();
            users.ForEach(user => Assert.True(user.Join(TimeSpan.FromSeconds(60)), "A user did not notice that the view was disposed."));
        }

        Assert.True(uses > 2000, $"The view was used only {uses} times before it was disposed, which proves nothing.");
    }

    [Fact]
    public void A_pin_that_meets_a_dispose_leaves_nothing_behind()
    {
        for (var round = 0; round < 200; round++)
        {
            var name = UniqueName.Local();
            var map = SharedMap.Create(name, 100);
            var view = map.CreateView();
            var memory = view.AsMemory(0, 10);
            using var together = new Barrier(2);
            var user = Until(together, () => memory.Pin().Dispose());
            user.Start();
            together.SignalAndWait(TestContext.Current.CancellationToken);
            view.Dispose();
            Assert.True(user.Join(TimeSpan.FromSeconds(60)));
            map.Dispose();
            Assert.False(SharedMap.TryOpen(name, out _));
        }
    }

    private static Thread Until(Barrier together, Action use) => new(() =>
    {
        together.SignalAndWait(TestContext.Current.CancellationToken);
        try
        {
            while (true)
            {
                use();
            }
        }
        catch (ObjectDisposedException)
        {
            // What was to be shown.
        }
    });
}
