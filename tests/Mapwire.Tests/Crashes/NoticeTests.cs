using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>How a death is noticed where the kernel does not tell of it, and what is none.</summary>
public sealed class NoticeTests : IDisposable
{
    private readonly Scene _scene = new();
    private readonly SharedMutex _mutex;

    public NoticeTests() => _mutex = SharedMutex.Create(_scene.Region, "mutex");

    public void Dispose()
    {
        _mutex.Dispose();
        _scene.Dispose();
    }

    [Fact]
    public void A_holder_in_another_numbering_of_processes_is_alive_until_it_is_killed()
    {
        Conditions.NeedsRoot();
        var holder = InItsOwnNumbering();
        _ = _scene.Join(holder, out var slot, "mutex");
        Assert.NotEqual(NamespaceOf(0), NamespaceOf(slot));
        Assert.Equal("held", holder.Tell("acquire", "mutex"));
        Assert.False(_mutex.TryAcquire(out _));
        Assert.False(_mutex.TryAcquire(TimeSpan.FromMilliseconds(300), out _));
        var wait = Scene.Acquire(_mutex);
        _scene.AwaitAsleep("mutex", 0);
        _scene.Kill(holder);

        Assert.True(_scene.End(wait).IsAbandoned);
    }

    [Fact]
    public void A_waiter_in_another_numbering_of_processes_notices_a_death_in_this_one()
    {
        Conditions.NeedsRoot();
        var holder = _scene.Join("mutex");
        _ = holder.Tell("acquire", "mutex");
        var waiter = InItsOwnNumbering();
        _ = _scene.Join(waiter, out var slot, "mutex");
        _ = waiter.Tell("begin", "mutex");
        _scene.AwaitAsleep("mutex", slot);
        _scene.Kill(holder);

        Assert.Equal("held abandoned", _scene.End(waiter));
    }

    [Theory]
    [InlineData("descriptors", "begin")]
    [InlineData("descriptors", "begin-async")]
    [InlineData("several words", "begin-async")]
    public void An_older_kernel_notices_a_death_as_well(string missing, string begin)
    {
        Conditions.NeedsLinux();
        var holder = _scene.Join("mutex");
        _ = holder.Tell("acquire", "mutex");
        var waiter = _scene.Start();
        Assert.Equal(missing, waiter.Tell("without", missing));
        _ = _scene.Join(waiter, out var slot, "mutex");
        _ = waiter.Tell(begin, "mutex");
        _scene.AwaitAsleep("mutex", slot);
        _scene.Kill(holder);

        Assert.Equal("held abandoned", _scene.End(waiter));
    }

    [Theory]
    [InlineData("descriptors", "begin")]
    [InlineData("several words", "begin-async")]
    public void On_an_older_kernel_a_newcomer_is_heard_and_a_release_wakes(string missing, string begin)
    {
        Conditions.NeedsLinux();
        Assert.True(_mutex.TryAcquire(out var hold));
        var waiter = _scene.Start();
        _ = waiter.Tell("without", missing);
        _ = _scene.Join(waiter, out var slot, "mutex");
        _ = waiter.Tell(begin, "mutex");
        _scene.AwaitAsleep("mutex", slot);
        var newcomer = _scene.Join("mutex");
        hold.Release();
        Assert.Equal("held", _scene.End(waiter));
        _ = waiter.Tell("release", "mutex");

        Assert.Equal("held", newcomer.Tell("acquire", "mutex"));
        _ = waiter.Tell(begin, "mutex");
        _scene.AwaitAsleep("mutex", slot);
        _scene.Kill(newcomer);
        Assert.Equal("held abandoned", _scene.End(waiter));
    }

    [Fact]
    public void Another_process_with_the_number_of_the_dead_one_does_not_keep_it_alive()
    {
        var holder = _scene.Join(out var slot, "mutex");
        _ = holder.Tell("acquire", "mutex");
        var other = _scene.Start();
        _scene.Kill(holder);
        _scene.Region.Region.View.At<SlotLayout>(SlotTable.OffsetOf(slot)).ProcessId = other.Id;

        Assert.True(_scene.End(Scene.Acquire(_mutex)).IsAbandoned);
    }

    [Fact]
    public void A_handle_that_is_disposed_passes_its_locks_to_another_handle_of_the_same_process()
    {
        var second = SharedRegion.Open(_scene.Name);
        var mutex = SharedMutex.Open(second, "mutex");
        Assert.True(mutex.TryAcquire(out _));
        Assert.False(_mutex.TryAcquire(out _));
        var wait = Scene.Acquire(_mutex);
        _scene.AwaitAsleep("mutex", 0);
        second.Dispose();

        Assert.True(_scene.End(wait).IsAbandoned);
    }

    [Fact]
    public void A_handle_that_is_forgotten_lives_as_long_as_its_process()
    {
        var forgetful = _scene.Start();
        Assert.Equal("held", forgetful.Tell("join-forgotten", _scene.Name));
        _ = forgetful.Tell("collect");
        Assert.False(_mutex.TryAcquire(out _));
        Assert.False(_mutex.TryAcquire(TimeSpan.FromMilliseconds(300), out _));
        var wait = Scene.Acquire(_mutex);
        _scene.AwaitAsleep("mutex", 0);
        _scene.Kill(forgetful);

        Assert.True(_scene.End(wait).IsAbandoned);
    }

    private PeerProcess InItsOwnNumbering()
    {
        try
        {
            return _scene.Keep(PeerProcess.StartThrough("unshare", "--pid", "--fork", "--kill-child", "--mount-proc"));
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            Assert.Skip($"No other numbering of processes can be made here: {failure.Message}");
            throw;
        }
    }

    private ulong NamespaceOf(int slot) => _scene.Region.Region.View.At<SlotLayout>(SlotTable.OffsetOf(slot)).Namespace;
}
