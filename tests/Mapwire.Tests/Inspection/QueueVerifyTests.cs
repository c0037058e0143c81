using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Inspection;

public class QueueVerifyTests
{
    private const int Slots = 4;
    private const int Hands = 8;
    private const long Body = RegionLayout.HeaderSize + (Slots * SlotLayout.SlotSize);
    private const long Cell0 = Body + QueueLayout.QueueSize;
    private const long Cell1 = Cell0 + QueueCellLayout.CellSize;
    private const long Cell2 = Cell1 + QueueCellLayout.CellSize;
    private const long Hand0 = Cell0 + (Slots * QueueCellLayout.CellSize);
    private const long Hand1 = Hand0 + HandLayout.HandSize;
    private const long Hand5 = Hand0 + (5 * HandLayout.HandSize);
    private const long Hand6 = Hand5 + HandLayout.HandSize;
    private const long Lane0 = Hand0 + (Hands * HandLayout.HandSize);
    private const long Lane1 = Lane0 + LaneLayout.LaneSize;
    private const long Ring0 = (Lane1 + LaneLayout.LaneSize + 4095) / 4096 * 4096 + LaneRecord.RingOffset;
    private readonly string _name = UniqueName.Local();
    private readonly QueueOptions _options = new() { MaxParticipants = Slots, MaxLeases = Hands - Slots, MaxWriters = 2, Capacity = 4096, Prefetch = 2 };

    [Theory]
    [InlineData(24, 1, "The schema is")]
    [InlineData(Body, 0, "number of lanes")]
    [InlineData(Body + 4, 0, "number of hands")]
    [InlineData(Body + 4, 4096, "number of hands")]
    [InlineData(Body + 4, 200, "body size")]
    [InlineData(Body + 8, 5000, "size of a lane")]
    [InlineData(Body + 8, 8192, "body size")]
    [InlineData(Body + 16, 3, "full mode")]
    [InlineData(Body + 20, 4, "flags")]
    [InlineData(Body + 20, 2, "for one writer, and has 2 lanes")]
    [InlineData(Body + 24, 129, "length of the type's name")]
    [InlineData(Body + 24, 4, "The schema is")]
    [InlineData(Body + 28, -1, "size of the messages' type")]
    [InlineData(Body + 28, 8, "The schema is")]
    [InlineData(Body + 132, 3, "word of completion")]
    [InlineData(Body + 132, 25, "word of completion")]
    [InlineData(Body + 132, 17, "being completed by slot 3, which is nobody's")]
    [InlineData(Body + 140, -1, "used hands")]
    [InlineData(Body + 140, 9, "used hands")]
    [InlineData(Body + 140, 0, "Lane 0 was claimed by hand 0")]
    [InlineData(Body + 144, 3, "used lanes")]
    [InlineData(Body + 144, 0, "Lane 0 has been used")]
    [InlineData(Body + 148, 2, "only reader is 2")]
    [InlineData(Body + 152, 257, "error has 257 bytes")]
    [InlineData(Body + 152, 3, "is not completed")]
    [InlineData(Cell1, 5, "bell to read of slot 1")]
    [InlineData(Cell0 + 8, 16, "bell to write of slot 0")]
    [InlineData(Cell2, 1, "Slot 2 is nobody's")]
    [InlineData(Cell1 + 20, -1, "Slot 1 has read")]
    [InlineData(Cell1 + 24, 9, "9 of them redelivered")]
    [InlineData(Hand0, 9, "state of hand 0")]
    [InlineData(Hand0, 3, "state of hand 0")]
    [InlineData(Hand0, 0x40003, "Hand 0 is slot 3's, which is nobody's")]
    [InlineData(Hand0, 0x50003, "state of hand 0")]
    [InlineData(Hand6, 4, "hands from 6 on have never been used")]
    [InlineData(Hand0 + 8, 2, "lane 2", "which cannot be")]
    [InlineData(Hand0 + 16, 4, "the records end at 4")]
    [InlineData(Hand0 + 16, 7, "which cannot be")]
    [InlineData(Hand0 + 16, 0, "both have messages of lane 0")]
    [InlineData(Hand0 + 24, 5, "where no record begins")]
    [InlineData(Hand0 + 24, 10, "which cannot be")]
    [InlineData(Hand0 + 32, 12, "claimed up to 9")]
    [InlineData(Hand0 + 32, 8, "the records end at 9")]
    [InlineData(Hand5 + 20, -1, "which cannot be")]
    [InlineData(Lane0, 5, "writer of lane 0 is 5")]
    [InlineData(Lane0, -1, "writer of lane 0 is -1")]
    [InlineData(Lane0, 4, "slot 3, which is nobody's")]
    [InlineData(Lane0 + 8, 14, "at its mark, 14")]
    [InlineData(Lane0 + 8, 24, "Nothing is published at 21")]
    [InlineData(Lane0 + 8, 521, "more than its 512 words")]
    [InlineData(Lane0 + 12, 1 << 20, "which no writer writes")]
    [InlineData(Lane0 + 16, 100, "100 messages in 21 words")]
    [InlineData(Lane0 + 44, -1, "were dropped")]
    [InlineData(Lane0 + 48, 513, "high-water mark")]
    [InlineData(Lane0 + 128, 10 << 12, "Nothing is published at 10")]
    [InlineData(Lane0 + 128, 6 << 12, "which is claimed up to 6")]
    [InlineData(Lane0 + 128, (9 << 12) + 6, "claimed by hand 6")]
    [InlineData(Lane0 + 128, (9 << 12) + 0xFFF, "by no hand")]
    [InlineData(Lane0 + 128, 1000 << 12, "claimed up to 1000, and written up to 21")]
    [InlineData(Lane1 + 16, 1, "Lane 1 has been used")]
    [InlineData(Lane1 + 128, 0, "Lane 1 was claimed by hand 0", "Lane 1 has been used", false)]
    [InlineData(Ring0 + (9 * 8), 5, "Nothing is published at 11")]
    [InlineData(Ring0 + (9 * 8) + 4, 0x102, "record at 9 of lane 0")]
    [InlineData(Ring0 + (21 * 8), 7, "record at 21 of lane 0")]
    [InlineData(Ring0 + (3 * 8), 0, "the records end at 4")]
    [InlineData(Ring0 + (3 * 8) + 4, 0x101, "record at 3 of lane 0, in hand 0")]
    public void What_cannot_be_is_found(long offset, int value, string words, string alternative = "", bool isAlways = true)
    {
        // Who takes the lane over makes a mark behind what is there; First is the newer when there were two.
        var writer = QueueWriter.Create(_name, _options);
        using var map = SharedMap.Open(_name);
        for (var i = 0; i < 7; i++)
        {
            writer.Write(new byte[16]);
            if (i is 3 or 6)
            {
                writer.Dispose();
                writer = QueueWriter.Open(_name, _options);
            }
        }

        using var reader = QueueReader.Open(_name, _options);

        // Hand 5: the lease of [0, 3). Hand 0: [3, 9), at 6. Then four that nobody has claimed, up to 21.
        Assert.True(reader.TryLease(out _));
        Assert.True(reader.TryRead(out _));
        Assert.Empty(RegionInspector.Verify(_name));
        using var view = map.CreateView();
        var before = view.At<int>(offset);
        view.At<int>(offset) = value;
        var found = RegionInspector.Verify(_name);
        _ = Record.Exception(() => RegionInspector.Inspect(_name)) is null or InvalidRegionException;
        view.At<int>(offset) = before;
        Assert.Contains(found, line => line.Contains(words, StringComparison.Ordinal) || (!isAlways && line.Contains(alternative, StringComparison.Ordinal)));
        Assert.True(!isAlways || found.Any(line => line.Contains(alternative, StringComparison.Ordinal)));
        Assert.Empty(RegionInspector.Verify(_name));
        writer.Dispose();
    }

    [Fact]
    public void An_only_reader_that_is_nobody_is_found()
    {
        using var reader = QueueReader.Create(_name, new QueueOptions { MaxParticipants = Slots, SingleReader = true });
        Assert.Empty(RegionInspector.Verify(_name));
        using var view = SharedMap.Open(_name).CreateView();
        view.At<int>(Body + 148) = 3;
        Assert.Contains("The only reader is slot 2, which is nobody's", Assert.Single(RegionInspector.Verify(_name)), StringComparison.Ordinal);
        view.At<int>(Body + 148) = 5;
        Assert.Contains("expected 0 to 4", Assert.Single(RegionInspector.Verify(_name)), StringComparison.Ordinal);
        view.At<int>(Body + 148) = 1;
    }

    [Theory]
    [InlineData(QueueFullMode.Wait)]
    [InlineData(QueueFullMode.DropNewest)]
    [InlineData(QueueFullMode.DropOldest)]
    public void Nothing_is_wrong_while_others_write_and_read(QueueFullMode mode)
    {
        using var kept = QueueReader.Create(_name, new QueueOptions { MaxParticipants = 8, MaxWriters = 3, Capacity = 4096, FullMode = mode });
        QueueWorker[] workers =
        [
            QueueWorker.Write(_name, 1), QueueWorker.Write(_name, 2), QueueWorker.Read(_name, 3), QueueWorker.Lease(_name, 4),
        ];
        for (var i = 0; i < 150; i++)
        {
            Assert.Empty(RegionInspector.Verify(_name));
            var told = RegionInspector.Inspect(_name)!.Queue!;
            Assert.InRange(told.Waiting, 0, 3 * 512);
            using var guest = QueueReader.Open(_name);
            _ = guest.TryRead(out _);
        }

        // What is wrong is found, too, whoever works beside it.
        using (var view = SharedMap.Open(_name).CreateView())
        {
            var bell = RegionLayout.HeaderSize + (8 * SlotLayout.SlotSize) + QueueLayout.QueueSize + (7 * QueueCellLayout.CellSize);
            view.At<int>(bell) = Bell.Sleeps;
            Assert.Contains("Slot 7 is nobody's", Assert.Single(RegionInspector.Verify(_name)), StringComparison.Ordinal);
            view.At<int>(bell) = Bell.Idle;
        }

        Assert.All(workers, worker => worker.Stop());
        Assert.Empty(RegionInspector.Verify(_name));
    }

    [Fact]
    public void Nothing_is_wrong_while_others_write_and_an_only_reader_reads()
    {
        using var kept = QueueWriter.Create(_name, new QueueOptions { MaxParticipants = 8, MaxWriters = 3, Capacity = 4096, SingleReader = true });
        QueueWorker[] workers = [QueueWorker.Write(_name, 1), QueueWorker.Write(_name, 2), QueueWorker.Read(_name, 3)];
        for (var i = 0; i < 150; i++)
        {
            Assert.Empty(RegionInspector.Verify(_name));
            _ = RegionInspector.Inspect(_name);
            _ = kept.TryWrite(new byte[i]);
        }

        Assert.All(workers, worker => worker.Stop());
        Assert.Empty(RegionInspector.Verify(_name));
    }

    [Fact]
    public void What_a_dead_participant_has_is_no_fault()
    {
        using var writer = QueueWriter.Create(_name, _options);
        writer.Write(new byte[16]);
        using var reader = QueueReader.Open(_name, _options);
        using var view = SharedMap.Open(_name).CreateView();

        // Slot 2 died with a lane, a lease and a record that no mark tells of.
        view.At<uint>(256 + (2 * 128)) = 3;
        (view.At<int>(256 + (2 * 128) + 8), view.At<long>(256 + (2 * 128) + 24), view.At<int>(128)) = (1, 1, 3);
        (view.At<int>(Lane1), view.At<int>(Body + 144)) = (3, 2);
        view.At<long>(Ring0 + 4096) = (1L << 32) + 16;
        (view.At<long>(Hand1 + 32), view.At<int>(Hand1 + 8), view.At<long>(Hand1), view.At<int>(Body + 140)) = (3, 0, (1L << 32) + (3 << 16) + (1 << 8) + 3, 2);
        view.At<long>(Hand1 + 24) = 3;
        view.At<long>(Lane0 + 128) = (3 << 12) + 1;
        Assert.Empty(RegionInspector.Verify(_name));
        var told = RegionInspector.Inspect(_name)!;
        Assert.False(told.Participants[2].IsAlive);
        Assert.True(told.Queue is { Waiting: 1, Claimed: 1, Lanes: [_, { Writer: 2, Waiting: 1 }] });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Noise_is_found_wrong_and_harms_nobody(int seed)
    {
        var random = new Random(seed);
        using var writer = QueueWriter.Create(_name, _options);
        using var reader = QueueReader.Open(_name, _options);
        for (var i = 0; i < 20; i++)
        {
            writer.Write(new byte[random.Next(60)]);
        }

        Assert.True(reader.TryLease(out _) && reader.TryRead(out _));
        using var map = SharedMap.Open(_name);
        using var view = map.CreateView();
        var whole = view.ReadOnlySpan.ToArray();
        (long From, long To)[] parts = [(0, Body), (Body, Cell0), (Cell0, Hand0), (Hand0, Lane0), (Lane0, Ring0), (Ring0, view.Length), (Body + 128, Ring0), (Cell0, view.Length)];
        for (var round = 0; round < 100; round++)
        {
            foreach (var (from, to) in parts)
            {
                for (var i = random.Next(1, 40); i > 0; i--)
                {
                    view.Span[(int)random.NextInt64(from, to)] = (byte)random.Next(256);
                }

                Look();
                random.NextBytes(view.AsSpan(from, (int)(to - from)));
                Look();
                whole.CopyTo(view.Span);
            }

            random.NextBytes(view.AsSpan(Cell0, (int)(view.Length - Cell0)));
            Assert.NotEmpty(RegionInspector.Verify(_name));
            whole.CopyTo(view.Span);
        }

        Assert.Empty(RegionInspector.Verify(_name));
    }

    private void Look()
    {
        _ = RegionInspector.Verify(_name);
        try
        {
            _ = RegionInspector.Inspect(_name);
        }
        catch (InvalidRegionException)
        {
            // That is what it is for.
        }
    }
}
