using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Inspection;

public class VerifyTests
{
    private const int Slots = 4;
    private const long Body = RegionLayout.HeaderSize + (Slots * SlotLayout.SlotSize);
    private const long Entry = Body + LocksLayout.HeaderSize;
    private const long Word = Entry + LockEntryLayout.EntrySize;
    private const long Cell0 = Word + LockLayout.HeadSize;
    private const long Cell1 = Cell0 + CellLayout.CellSize;
    private const long Permit = Cell0 + (Slots * CellLayout.CellSize);
    private readonly string _name = UniqueName.Local();
    private readonly RegionOptions _options = new() { MaxParticipants = Slots };

    [Theory]
    [InlineData(LockKind.Mutex)]
    [InlineData(LockKind.ReaderWriterLock)]
    [InlineData(LockKind.Semaphore)]
    [InlineData(LockKind.ManualResetEvent)]
    [InlineData(LockKind.AutoResetEvent)]
    [InlineData(LockKind.Barrier)]
    [InlineData(LockKind.Once)]
    public void A_lock_on_its_own_has_nothing_wrong(LockKind kind)
    {
        using var held = Make(kind);
        Assert.Empty(RegionInspector.Verify(_name));
    }

    [Fact]
    public void Nothing_is_wrong_in_a_region_while_others_work_in_it()
    {
        using var region = SharedRegion.Create(_name, _options);
        using var other = SharedRegion.Open(_name);
        using var third = SharedRegion.Open(_name);
        var worker = new LockWorker(other, 1);
        var helper = new LockWorker(third, 2);
        for (var i = 0; i < 200; i++)
        {
            Assert.Empty(RegionInspector.Verify(_name));
            _ = RegionInspector.Inspect(_name);
            using var guest = SharedRegion.Open(_name);
        }

        worker.Stop();
        helper.Stop();
        Assert.Empty(RegionInspector.Verify(_name));
    }

    [Fact]
    public void A_plain_map_is_called_one()
    {
        using var map = SharedMap.Create(_name, 5000);
        Assert.Contains("plain map", Assert.Single(RegionInspector.Verify(_name)), StringComparison.Ordinal);
        using var small = SharedMap.Create(_name + "-small", 1);
        _ = Assert.Single(RegionInspector.Verify(_name + "-small"));
    }

    [Fact]
    public void A_name_nobody_holds_is_not_found() => Assert.Throws<FileNotFoundException>(() => RegionInspector.Verify(_name));

    [Theory]
    [InlineData(LockKind.Mutex, 128, 5, "used slots")]
    [InlineData(LockKind.Mutex, 128, -1, "used slots")]
    [InlineData(LockKind.Mutex, 80, 2, "flags")]
    [InlineData(LockKind.Mutex, 8, 7, "version")]
    [InlineData(LockKind.Mutex, 40, 0, "slot count")]
    [InlineData(LockKind.Mutex, 256 + 4, 2, "roster bell of slot 0")]
    [InlineData(LockKind.Mutex, 256 + 12, 65, "name in slot 0")]
    [InlineData(LockKind.Mutex, 256 + 8, 0, "whose process")]
    [InlineData(LockKind.Mutex, 256 + 128, 3, "Slot 1 has the state 3")]
    [InlineData(LockKind.Mutex, Body, 0, "number of lock entries")]
    [InlineData(LockKind.Mutex, Body, 1000, "number of lock entries")]
    [InlineData(LockKind.Mutex, Body + 4, 7, "many locks")]
    [InlineData(LockKind.Semaphore, Body + 4, 1, "Lock entry 0 is a Semaphore")]
    [InlineData(LockKind.Mutex, Entry, 2, "ready word")]
    [InlineData(LockKind.Mutex, Entry + 4, 9, "kind")]
    [InlineData(LockKind.Mutex, Entry + 8, 4, "offset")]
    [InlineData(LockKind.Mutex, Entry + 28, 97, "name length")]
    [InlineData(LockKind.Mutex, Entry + 28, 1, "called")]
    [InlineData(LockKind.Mutex, Word, 5, "word of the Mutex")]
    [InlineData(LockKind.Mutex, Word, 1 << 20, "word of the Mutex")]
    [InlineData(LockKind.Mutex, Word, 1 << 25, "word of the Mutex")]
    [InlineData(LockKind.Mutex, Word, 2, "owned by slot 1, which is nobody's")]
    [InlineData(LockKind.Mutex, Cell0, 9, "bell of slot 0")]
    [InlineData(LockKind.Mutex, Cell0 + 12, 1, "which has none")]
    [InlineData(LockKind.Mutex, Cell0 + 16, 1, "no barrier")]
    [InlineData(LockKind.Mutex, Cell1, 3, "Slot 1 is nobody's")]
    [InlineData(LockKind.ReaderWriterLock, Word, (1 << 20) + (1 << 19) + 1, "word of the ReaderWriterLock")]
    [InlineData(LockKind.ReaderWriterLock, Word, 1 << 20, "word of the ReaderWriterLock")]
    [InlineData(LockKind.ReaderWriterLock, Word, 3, "owned by slot 2, which is nobody's")]
    [InlineData(LockKind.ReaderWriterLock, Cell0 + 12, -1, "-1 shares")]
    [InlineData(LockKind.ReaderWriterLock, Cell0 + 8, 5, "bell of the readers")]
    [InlineData(LockKind.ReaderWriterLock, Cell1 + 12, 1, "Slot 1 is nobody's", "1 shares")]
    [InlineData(LockKind.Semaphore, Permit, 2, "permit 0 held by slot 1, which is nobody's")]
    [InlineData(LockKind.Semaphore, Permit + 8, 1 << 16, "Permit 1 of the Semaphore")]
    [InlineData(LockKind.Semaphore, Permit + 8, 6, "Permit 1 of the Semaphore")]
    [InlineData(LockKind.Semaphore, Cell0, 5, "bell of slot 0")]
    [InlineData(LockKind.ManualResetEvent, Word, 4, "word of the ManualResetEvent")]
    [InlineData(LockKind.AutoResetEvent, Word, 1 << 30, "word of the AutoResetEvent")]
    [InlineData(LockKind.Barrier, Cell0 + 16, 2, "says 2 at the Barrier")]
    [InlineData(LockKind.Barrier, Cell0 + 16, 9, "says 9 at the Barrier")]
    [InlineData(LockKind.Barrier, Cell1 + 16, 1, "Slot 1 is nobody's")]
    [InlineData(LockKind.Once, Word, 4, "being done by slot 3, which is nobody's")]
    [InlineData(LockKind.Once, Word, (1 << 18) + 1, "word of the Once")]
    public void What_cannot_be_is_found(LockKind kind, long offset, int value, params string[] words)
    {
        using var held = Make(kind);
        using var map = SharedMap.Open(_name);
        using var view = map.CreateView();
        var before = view.At<int>(offset);
        view.At<int>(offset) = value;
        var found = RegionInspector.Verify(_name);
        view.At<int>(offset) = before;
        Assert.NotEmpty(found);
        Assert.All(words, word => Assert.Contains(found, line => line.Contains(word, StringComparison.Ordinal)));
        Assert.Empty(RegionInspector.Verify(_name));
    }

    [Fact]
    public void What_a_dead_participant_holds_is_no_fault()
    {
        using var mutex = SharedMutex.Create(_name, _options);
        using var view = SharedMap.Open(_name).CreateView();
        view.At<uint>(256 + 128) = 3;
        (view.At<int>(256 + 128 + 8), view.At<long>(256 + 128 + 24), view.At<int>(128)) = (1, 1, 2);
        (view.At<long>(Word), view.At<int>(Cell1)) = ((1L << 32) + 2, 3);
        Assert.Empty(RegionInspector.Verify(_name));
        Assert.False(RegionInspector.Inspect(_name)!.Participants[1].IsAlive);
        Assert.True(mutex.TryAcquire(out var hold));
        Assert.True(hold.IsAbandoned);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Noise_is_found_wrong_and_harms_nobody(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 100; round++)
        {
            using var held = Make((LockKind)random.Next(1, 8));
            using var map = SharedMap.Open(_name);
            using var view = map.CreateView();
            var whole = view.ReadOnlySpan.ToArray();
            for (var i = random.Next(1, 40); i > 0; i--)
            {
                view.Span[random.Next(view.Span.Length)] = (byte)random.Next(256);
            }

            _ = RegionInspector.Verify(_name);
            try
            {
                _ = RegionInspector.Inspect(_name);
            }
            catch (InvalidRegionException)
            {
                // That is what it is for.
            }

            random.NextBytes(view.AsSpan(RegionLayout.HeaderSize, (int)view.Length - RegionLayout.HeaderSize));
            Assert.NotEmpty(RegionInspector.Verify(_name));
            whole.CopyTo(view.Span);
        }
    }

    private IDisposable Make(LockKind kind) => kind switch
    {
        LockKind.Mutex => SharedMutex.Create(_name, _options),
        LockKind.ReaderWriterLock => SharedReaderWriterLock.Create(_name, _options),
        LockKind.Semaphore => SharedSemaphore.Create(_name, 3, _options),
        LockKind.ManualResetEvent => SharedEvent.Create(_name, EventResetMode.ManualReset, options: _options),
        LockKind.AutoResetEvent => SharedEvent.Create(_name, EventResetMode.AutoReset, options: _options),
        LockKind.Barrier => SharedBarrier.Create(_name, 2, _options),
        _ => SharedOnce.Create(_name, _options),
    };
}
