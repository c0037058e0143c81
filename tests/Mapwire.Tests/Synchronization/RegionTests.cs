using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

public class RegionTests
{
    [Fact]
    public void Closing_a_region_leaves_the_locks_of_others_in_it_as_they_are()
    {
        var name = UniqueName.Local();
        using var region = SharedRegion.Create(name);
        using var mutex = SharedMutex.Create(region, "mutex");
        using var signal = SharedEvent.Create(region, "event", EventResetMode.AutoReset, isSet: true);
        using var semaphore = SharedSemaphore.Create(region, "semaphore", 2);
        using var readerWriter = SharedReaderWriterLock.Create(region, "lock");
        using var once = SharedOnce.Create(region, "once");
        var hold = mutex.Acquire();
        var permit = semaphore.Acquire();
        var writer = readerWriter.AcquireWrite();
        var turn = once.Enter();
        SharedRegion.Open(name).Dispose();
        using (var other = SharedRegion.Open(name))
        {
            SharedMutex.Open(other, "mutex").Dispose();
            SharedEvent.Open(other, "event").Dispose();
        }

        hold.Release();
        permit.Release();
        writer.Release();
        turn.Complete();
        Assert.True(signal.TryWait());
        Assert.Equal(2, semaphore.Available);
        using var again = mutex.Acquire();
        Assert.False(again.IsAbandoned);
        using var writing = readerWriter.AcquireWrite();
        Assert.False(writing.IsAbandoned);
    }

    [Fact]
    public void Creating_says_whether_the_name_is_taken()
    {
        var name = UniqueName.Local();
        using var region = SharedRegion.Create(name);
        Assert.Equal(name, region.Name);
        Assert.Equal(64, region.MaxParticipants);
        var failure = Assert.Throws<IOException>(() => SharedRegion.Create(name));
        Assert.Equal(Throw.AlreadyExistsCode, failure.HResult);
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        using var same = SharedRegion.CreateOrOpen(name, out var created, new RegionOptions { MaxParticipants = 3 });
        Assert.False(created);
        Assert.Equal(64, same.MaxParticipants);
    }

    [Fact]
    public void Opening_what_nobody_holds_says_so()
    {
        var name = UniqueName.Local();
        Assert.Contains(name, Assert.Throws<FileNotFoundException>(() => SharedRegion.Open(name)).Message, StringComparison.Ordinal);
        Assert.False(SharedRegion.TryOpen(name, out var region));
        Assert.Null(region);
        using (var mine = SharedRegion.CreateOrOpen(name, out var created))
        {
            Assert.True(created);
            Assert.True(SharedRegion.TryOpen(name, out region));
            region.Dispose();
            region.Dispose();
            Assert.True(SharedRegion.TryOpen(name, out region));
        }

        // The last handle keeps the name.
        SharedRegion.Open(name).Dispose();
        region.Dispose();
        Assert.False(SharedRegion.TryOpen(name, out _));
    }

    [Fact]
    public void Of_many_who_create_or_open_at_once_one_creates()
    {
        for (var round = 0; round < 20; round++)
        {
            var name = UniqueName.Local();
            var created = 0;
            var regions = new SharedRegion[6];
            Worker.All(regions.Length, i =>
            {
                regions[i] = SharedRegion.CreateOrOpen(name, out var mine);
                _ = Interlocked.Add(ref created, mine ? 1 : 0);
            });
            Assert.Equal(1, created);
            Assert.All(regions, region => region.Dispose());
            Assert.False(SharedRegion.TryOpen(name, out _));
        }
    }

    [Fact]
    public void Of_many_who_make_the_same_locks_at_once_all_meet_at_one_of_each()
    {
        var name = UniqueName.Local();
        var inside = new int[20];
        using var keeper = SharedRegion.Create(name);
        Worker.All(6, i =>
        {
            using var region = SharedRegion.Open(name);
            for (var number = 0; number < inside.Length; number++)
            {
                using var mutex = SharedMutex.CreateOrOpen(region, $"mutex {number}");
                using var hold = mutex.Acquire();
                Assert.Equal(1, Interlocked.Increment(ref inside[number]));
                _ = Interlocked.Decrement(ref inside[number]);
            }
        });
        using var bytes = new RegionBytes(name);
        Assert.Equal(21, Enumerable.Range(0, bytes.EntryCount).Count(index => bytes.Entry(index).IsReady == 1));
    }

    [Fact]
    public void A_full_region_says_what_was_wanted_and_what_is_left()
    {
        using var region = SharedRegion.Create(UniqueName.Local(), new RegionOptions { MaxParticipants = 4, Capacity = 3000 });
        using var first = SharedMutex.Create(region, "first");
        var failure = Assert.Throws<InvalidOperationException>(() => SharedSemaphore.Create(region, "second", 1000));
        Assert.Contains(region.Name, failure.Message, StringComparison.Ordinal);
        Assert.Contains("'second'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("wanted 8704 bytes, left 2432", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Capacity", failure.Message, StringComparison.Ordinal);
        using var small = SharedMutex.Create(region, "second");
        using var third = SharedMutex.Create(region, "third");
        using var fourth = SharedMutex.Create(region, "fourth");
        Assert.Contains("0 free entries", Assert.Throws<InvalidOperationException>(() => SharedMutex.Create(region, "fifth")).Message, StringComparison.Ordinal);
        using var hold = small.Acquire();
        using var same = SharedRegion.Open(region.Name);
        using var found = SharedMutex.CreateOrOpen(same, "second");
        Assert.False(found.TryAcquire(out _));
    }

    [Fact]
    public void A_full_table_says_how_many_there_are_and_who()
    {
        var name = UniqueName.Local();
        var options = new RegionOptions { MaxParticipants = 3, ParticipantName = "the creator" };
        using var first = SharedMutex.Create(name, options);
        using var second = SharedMutex.Open(name, new RegionOptions { ParticipantName = "another" });
        using (SharedMutex.Open(name))
        {
            var failure = Assert.Throws<InvalidOperationException>(() => SharedMutex.Open(name));
            Assert.Contains("3 participants", failure.Message, StringComparison.Ordinal);
            Assert.Contains($"the creator (process {Environment.ProcessId})", failure.Message, StringComparison.Ordinal);
            Assert.Contains($"another (process {Environment.ProcessId})", failure.Message, StringComparison.Ordinal);
            Assert.Contains(name, failure.Message, StringComparison.Ordinal);
            _ = Assert.Throws<InvalidOperationException>(() => SharedMutex.TryOpen(name, out _));
            _ = Assert.Throws<InvalidOperationException>(() => SharedMutex.CreateOrOpen(name));
        }

        SharedMutex.Open(name).Dispose();
        using var hold = second.Acquire();
        Assert.False(first.TryAcquire(out _));
    }

    [Fact]
    public void A_name_of_a_participant_is_cut_where_a_character_ends()
    {
        var name = UniqueName.Local();
        using var mutex = SharedMutex.Create(name, new RegionOptions { MaxParticipants = 1, ParticipantName = new string('ü', 40) });
        var failure = Assert.Throws<InvalidOperationException>(() => SharedMutex.Open(name));
        Assert.Contains($"by {new string('ü', 32)} (process", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_lock_is_opened_once_through_one_region()
    {
        using var region = SharedRegion.Create(UniqueName.Local());
        using var mutex = SharedMutex.Create(region, "mutex");
        Assert.Contains("mutex", Assert.Throws<InvalidOperationException>(() => SharedMutex.Open(region, "mutex")).Message, StringComparison.Ordinal);
        _ = Assert.Throws<InvalidOperationException>(() => SharedMutex.CreateOrOpen(region, "mutex"));
        using var hold = mutex.Acquire();
        mutex.Dispose();
        using var again = SharedMutex.Open(region, "mutex");
        using var next = again.Acquire();
        Assert.True(next.IsAbandoned);
    }

    [Fact]
    public void Creating_a_lock_in_a_region_fails_where_there_is_one_of_that_name()
    {
        using var region = SharedRegion.Create(UniqueName.Local());
        using var mutex = SharedMutex.Create(region, "mutex");
        using var same = SharedRegion.Open(region.Name);
        foreach (var one in (SharedRegion[])[region, same])
        {
            foreach (var create in (Action[])[() => SharedMutex.Create(one, "mutex"), () => SharedEvent.Create(one, "mutex", EventResetMode.AutoReset)])
            {
                var failure = Assert.Throws<IOException>(create);
                Assert.Equal(Throw.AlreadyExistsCode, failure.HResult);
                Assert.Contains("mutex", failure.Message, StringComparison.Ordinal);
            }
        }

        Assert.Contains("event", Assert.Throws<FileNotFoundException>(() => SharedEvent.Open(region, "event")).Message, StringComparison.Ordinal);
        using var hold = mutex.Acquire();
        using var other = SharedMutex.Open(same, "mutex");
        Assert.False(other.TryAcquire(out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a name that is a little longer than those ninety-six bytes which a lock in a region has for its name")]
    public void A_name_in_a_region_has_1_to_96_bytes_of_text(string name)
    {
        using var region = SharedRegion.Create(UniqueName.Local());
        _ = Assert.Throws<ArgumentException>(() => SharedMutex.Create(region, name));
        _ = Assert.Throws<ArgumentException>(() => SharedMutex.CreateOrOpen(region, name));
        _ = Assert.Throws<ArgumentException>(() => SharedMutex.Open(region, name));
        var longest = new string('ü', 48);
        using var mutex = SharedMutex.Create(region, longest);
        Assert.Contains(longest, mutex.Name, StringComparison.Ordinal);
        Assert.Contains(region.Name, mutex.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_is_no_name()
    {
        using var region = SharedRegion.Create(UniqueName.Local());
        _ = Assert.Throws<ArgumentException>(() => SharedMutex.CreateOrOpen(region, "\ud800"));
        using var whole = SharedMutex.Create(region, "\U0001F600 \uFFFD");
        Assert.StartsWith("\U0001F600 \uFFFD in ", whole.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_name_or_region_is_refused()
    {
        using var region = SharedRegion.Create(UniqueName.Local());
        _ = Assert.Throws<ArgumentNullException>(() => SharedMutex.Create(region, null!));
        _ = Assert.Throws<ArgumentNullException>(() => SharedMutex.Create((SharedRegion)null!, "mutex"));
        _ = Assert.Throws<ArgumentNullException>(() => SharedMutex.Create(null!));
        _ = Assert.ThrowsAny<ArgumentException>(() => SharedMutex.Create(string.Empty));
        _ = Assert.ThrowsAny<ArgumentException>(() => SharedMutex.Create(new string('x', 201)));
    }

    [Fact]
    public void Options_that_cannot_be_are_refused()
    {
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new RegionOptions { MaxParticipants = 0 });
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new RegionOptions { MaxParticipants = 1025 });
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new RegionOptions { Capacity = 0 });
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new RegionOptions { Waiting = (WaitStrategy)3 });
        _ = Assert.Throws<ArgumentNullException>(() => new RegionOptions { Security = null! });
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new RegionOptions { Capacity = (1L << 62) + 1 });
        _ = Assert.Throws<IOException>(() => SharedRegion.Create(UniqueName.Local(), new RegionOptions { Capacity = 1L << 62 }));
    }

    [Fact]
    public void Every_member_of_a_disposed_region_says_so()
    {
        var region = SharedRegion.Create(UniqueName.Local());
        using var keeper = SharedRegion.Open(region.Name);
        var mutex = SharedMutex.Create(region, "mutex");
        var hold = mutex.Acquire();
        region.Dispose();
        Action[] uses =
        [
            () => SharedMutex.Open(region, "mutex"),
            () => SharedMutex.Create(region, "mutex"),
            () => SharedMutex.CreateOrOpen(region, "mutex"),
            () => mutex.Acquire(),
            () => mutex.TryAcquire(out _),
            () => mutex.AcquireAsync().AsTask().GetAwaiter().GetResult(),
            hold.Release,
            hold.MarkRepaired,
        ];
        Assert.All(uses, use => Assert.Throws<ObjectDisposedException>(use));
        hold.Dispose();
        mutex.Dispose();
    }
}
