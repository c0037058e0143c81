using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Synchronization;

/// <summary>What is not what it is opened as: it is said which field is wrong, and nothing is changed.</summary>
public class InvalidRegionTests
{
    private delegate void Spoil(RegionBytes bytes);

    private static readonly Dictionary<LockKind, Action<string>> _openers = new()
    {
        [LockKind.Mutex] = name => SharedMutex.Open(name),
        [LockKind.Semaphore] = name => SharedSemaphore.Open(name),
        [LockKind.ManualResetEvent] = name => SharedEvent.Open(name),
        [LockKind.ReaderWriterLock] = name => SharedReaderWriterLock.Open(name),
        [LockKind.Barrier] = name => SharedBarrier.Open(name),
        [LockKind.Once] = name => SharedOnce.Open(name),
    };

    private static readonly Dictionary<LockKind, Action<SharedRegion>> _openersIn = new()
    {
        [LockKind.Mutex] = region => SharedMutex.CreateOrOpen(region, "lock"),
        [LockKind.Semaphore] = region => SharedSemaphore.CreateOrOpen(region, "lock", 1),
        [LockKind.ManualResetEvent] = region => SharedEvent.CreateOrOpen(region, "lock", EventResetMode.ManualReset),
        [LockKind.ReaderWriterLock] = region => SharedReaderWriterLock.CreateOrOpen(region, "lock"),
        [LockKind.Barrier] = region => SharedBarrier.CreateOrOpen(region, "lock", 1),
        [LockKind.Once] = region => SharedOnce.CreateOrOpen(region, "lock"),
    };

    private static readonly Dictionary<string, (Spoil Spoil, string Field, string Found, string Expected)> _headers = new()
    {
        ["another magic"] = (bytes => bytes.Header.Magic = 5, "magic", "0x0000000000000005", "0x4E4F49474552574D"),
        ["a newer version"] = (bytes => bytes.Header.Version = 2, "version", "2", "1"),
        ["not ready"] = (bytes => bytes.Header.Ready = 0, "ready word", "0", "1"),
        ["an unknown kind"] = (bytes => bytes.Header.Kind = 99, "kind", "99", "one that this version knows"),
        ["no kind"] = (bytes => bytes.Header.Kind = 0, "kind", "0", "one that this version knows"),
        ["a longer size"] = (bytes => bytes.Header.Size = 1_000_000, "size", "1000000", "17024"),
        ["other contents"] = (bytes => bytes.Header.SchemaHash = 7, "schema hash", "0x0000000000000007", "0x0000000000000000"),
        ["no slots"] = (bytes => bytes.Header.SlotCount = 0, "slot count", "0", "1 to 1024"),
        ["too many slots"] = (bytes => bytes.Header.SlotCount = 1025, "slot count", "1025", "1 to 1024"),
        ["one slot more"] = (bytes => bytes.Header.SlotCount++, "body offset", "8448", "8576"),
        ["larger slots"] = (bytes => bytes.Header.SlotSize = 256, "slot size", "256", "128"),
        ["slots elsewhere"] = (bytes => bytes.Header.SlotsOffset = 512, "slots offset", "512", "256"),
        ["a body elsewhere"] = (bytes => bytes.Header.BodyOffset = -128, "body offset", "-128", "8448"),
        ["a longer body"] = (bytes => bytes.Header.BodySize = long.MaxValue, "body size", "9223372036854775807", "8576"),
        ["too many used slots"] = (bytes => bytes.Header.SlotsUsed = 65, "number of used slots", "65", "0 to 64"),
        ["fewer than no used slots"] = (bytes => bytes.Header.SlotsUsed = -1, "number of used slots", "-1", "0 to 64"),
        ["no entries"] = (bytes => Body(bytes).EntryCount = 0, "number of lock entries", "0", "1 to 66"),
        ["too many entries"] = (bytes => Body(bytes).EntryCount = 67, "number of lock entries", "67", "1 to 66"),
    };

    private static readonly Dictionary<string, (Spoil Spoil, string Field, string Found)> _entries = new()
    {
        ["not ready"] = (bytes => bytes.Entry(0).IsReady = 0, "first lock", "not there"),
        ["more than ready"] = (bytes => bytes.Entry(0).IsReady = 5, "ready word of lock entry 0", "5"),
        ["another kind"] = (bytes => bytes.Entry(0).Kind = (int)LockKind.Once, "kind of lock", "Once"),
        ["an unknown kind"] = (bytes => bytes.Entry(0).Kind = 99, "kind of lock entry 0", "99"),
        ["no kind"] = (bytes => bytes.Entry(0).Kind = 0, "kind of lock entry 0", "0"),
        ["outside"] = (bytes => bytes.Entry(0).Offset = 1 << 20, "offset of lock entry 0", "1048576"),
        ["before the locks"] = (bytes => bytes.Entry(0).Offset = 256, "offset of lock entry 0", "256"),
        ["not aligned"] = (bytes => bytes.Entry(0).Offset += 8, "offset of lock entry 0", "8712"),
        ["larger"] = (bytes => bytes.Entry(0).Size *= 2, "size of lock entry 0", "16640"),
        ["with a count"] = (bytes => bytes.Entry(0).Count = 3, "count of lock entry 0", "3"),
        ["with a long name"] = (bytes => bytes.Entry(0).NameLength = 97, "name length of lock entry 0", "97"),
        ["with less than a name"] = (bytes => bytes.Entry(0).NameLength = -1, "name length of lock entry 0", "-1"),
        ["a directory"] = (bytes => Body(bytes).IsShared = 1, "contents", "a directory of locks"),
    };

    public static TheoryData<LockKind, LockKind> WrongKinds { get; } = new(
        from made in _openers.Keys from opened in _openers.Keys where made != opened select (made, opened));

    public static TheoryData<string> Headers { get; } = [.. _headers.Keys];

    public static TheoryData<string> Entries { get; } = [.. _entries.Keys];

    [Theory]
    [MemberData(nameof(WrongKinds))]
    public void A_lock_opened_as_another_kind_says_which_it_is(LockKind made, LockKind opened)
    {
        using var one = Create(made, UniqueName.Local());
        using var bytes = new RegionBytes(one.Name);
        var failure = Assert.Throws<InvalidRegionException>(() => _openers[opened](one.Name));
        AssertSays(failure, one.Name, "kind of lock", made.ToString(), opened == LockKind.ManualResetEvent ? "ManualResetEvent or AutoResetEvent" : opened.ToString());
        Assert.Equal(0u, bytes.Slot(1).State & 1);
        failure = Assert.Throws<InvalidRegionException>(() => SharedRegion.Open(one.Name));
        AssertSays(failure, one.Name, "contents", $"one {made}", "a directory of locks");

        using var region = SharedRegion.Create(UniqueName.Local());
        _openersIn[made](region);
        using var again = SharedRegion.Open(region.Name);
        failure = Assert.Throws<InvalidRegionException>(() => _openersIn[opened](again));
        Assert.Equal("kind of lock", failure.Field);
        Assert.Equal(made.ToString(), failure.Found);
        failure = Assert.Throws<InvalidRegionException>(() => _openers[opened](region.Name));
        Assert.Equal("contents", failure.Field);
    }

    [Theory]
    [InlineData(1, "size", "1", "256 or more")]
    [InlineData(255, "size", "255", "256 or more")]
    [InlineData(256, "magic", "0x0000000000000000", "0x4E4F49474552574D")]
    [InlineData(100_000, "magic", "0x0000000000000000", "0x4E4F49474552574D")]
    public void A_plain_map_is_no_lock_and_no_region(long size, string field, string found, string expected)
    {
        using var map = SharedMap.Create(UniqueName.Local(), size);
        using var view = map.CreateView();
        foreach (var open in _openers.Values.Append(name => SharedRegion.Open(name)).Append(name => SharedMutex.CreateOrOpen(name)))
        {
            AssertSays(Assert.Throws<InvalidRegionException>(() => open(map.Name)), map.Name, field, found, expected);
        }

        Assert.Equal(-1, view.ReadOnlySpan.IndexOfAnyExcept((byte)0));
    }

    [Theory]
    [MemberData(nameof(Headers))]
    public void A_header_that_is_wrong_is_named_and_nothing_is_changed(string which)
    {
        var (spoil, field, found, expected) = _headers[which];
        using var mutex = SharedMutex.Create(UniqueName.Local());
        using var bytes = new RegionBytes(mutex.Name);
        spoil(bytes);
        var before = bytes.Copy();
        foreach (var open in (Action[])[() => SharedMutex.Open(mutex.Name), () => SharedMutex.TryOpen(mutex.Name, out _), () => SharedRegion.Open(mutex.Name)])
        {
            AssertSays(Assert.Throws<InvalidRegionException>(open), mutex.Name, field, found, expected);
        }

        Assert.Equal(before, bytes.Copy());
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void A_directory_entry_that_is_wrong_is_named(string which)
    {
        var (spoil, field, found) = _entries[which];
        using var mutex = SharedMutex.Create(UniqueName.Local());
        using var bytes = new RegionBytes(mutex.Name);
        spoil(bytes);
        var before = bytes.Copy()[(int)bytes.Header.BodyOffset..];
        var failure = Assert.Throws<InvalidRegionException>(() => SharedMutex.Open(mutex.Name));
        Assert.Equal(field, failure.Field);
        Assert.Equal(found, failure.Found);
        Assert.Equal(before, bytes.Copy()[(int)bytes.Header.BodyOffset..]);
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void A_region_with_a_wrong_entry_is_refused_where_it_matters(string which)
    {
        using var region = SharedRegion.Create(UniqueName.Local());
        using var mutex = SharedMutex.Create(region, "lock");
        using var bytes = new RegionBytes(region.Name);
        _entries[which].Spoil(bytes);
        var failure = Record.Exception(() =>
        {
            using var same = SharedRegion.Open(region.Name);
            using var other = SharedMutex.CreateOrOpen(same, "other");
        });
        Assert.True(failure is null or InvalidRegionException, $"{failure}");
        using var hold = mutex.Acquire();
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void One_lock_with_a_wrong_entry_opened_as_a_region_says_so(string which)
    {
        using var mutex = SharedMutex.Create(UniqueName.Local());
        using var bytes = new RegionBytes(mutex.Name);
        _entries[which].Spoil(bytes);
        if (which != "a directory")
        {
            _ = Assert.Throws<InvalidRegionException>(() => SharedRegion.Open(mutex.Name));
        }

        Assert.False(bytes.Slot(0).State == 0);
    }

    private static ref LocksLayout Body(RegionBytes bytes) => ref bytes.View.At<LocksLayout>(bytes.Header.BodyOffset);

    private static void AssertSays(InvalidRegionException failure, string region, string field, string found, string expected)
    {
        Assert.Equal((region, field, found, expected), (failure.Region, failure.Field, failure.Found, failure.Expected));
        Assert.All((string[])[region, field, found, expected], part => Assert.Contains(part, failure.Message, StringComparison.Ordinal));
    }

    private static Named Create(LockKind kind, string name) => new(name, kind switch
    {
        LockKind.Mutex => SharedMutex.Create(name),
        LockKind.Semaphore => SharedSemaphore.Create(name, 1),
        LockKind.ManualResetEvent => SharedEvent.Create(name, EventResetMode.ManualReset),
        LockKind.ReaderWriterLock => SharedReaderWriterLock.Create(name),
        LockKind.Barrier => SharedBarrier.Create(name, 1),
        LockKind.Once => SharedOnce.Create(name),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is none."),
    });

    private sealed record Named(string Name, IDisposable Lock) : IDisposable
    {
        public void Dispose() => Lock.Dispose();
    }
}
