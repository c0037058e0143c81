using System.Runtime.InteropServices;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Memory;

public sealed class ViewTests : IDisposable
{
    private const int Size = 200_000;
    private readonly SharedMap _map = SharedMap.Create(UniqueName.Local(), Size);

    public void Dispose() => _map.Dispose();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(4095, 2)]
    [InlineData(65535, 70000)]
    [InlineData(199_999, 1)]
    [InlineData(0, Size)]
    public void A_view_is_exactly_the_part_that_was_asked_for(long offset, int length)
    {
        using var whole = _map.CreateView();
        using var part = _map.CreateView(offset, length);
        part.Span.Fill(0xAB);
        Assert.Equal(length, part.Length);
        Assert.Equal(offset, part.Offset);
        Assert.Equal(-1, whole.AsSpan(offset, length).IndexOfAnyExcept((byte)0xAB));
        Assert.Equal(length, whole.Span.Count((byte)0xAB));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(0, -5)]
    [InlineData(0, Size + 1)]
    [InlineData(Size, 1)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(1, long.MaxValue)]
    public void A_view_outside_the_map_is_refused(long offset, long length)
    {
        var failure = Assert.Throws<ArgumentOutOfRangeException>(() => _map.CreateView(offset, length));
        Assert.Contains(length < 1 ? $"'{length}'" : "200000", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 101)]
    [InlineData(100, 1)]
    [InlineData(0, -1)]
    [InlineData(long.MaxValue, 8)]
    public void Access_outside_the_view_is_refused(long offset, int length)
    {
        using var view = _map.CreateView(7, 100);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => view.AsSpan(offset, length).Length);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => view.AsReadOnlySpan(offset, length).Length);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => view.AsSpan<long>(offset, length).Length);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => view.AsReadOnlySpan<long>(offset, length).Length);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => view.AsMemory(offset, length).Length);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => view.Flush(offset, length));
    }

    [Fact]
    public void A_value_at_the_very_end_fits_and_one_behind_it_does_not()
    {
        using var view = _map.CreateView(8, 96);
        view.At<long>(88) = 5;
        Assert.Equal(5, view.ReadOnlyAt<long>(88));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => view.At<long>(89));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => view.At<long>(-8));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => view.Read(90, new byte[8]));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => view.Write(90, new byte[8]));
    }

    [Fact]
    public void A_misaligned_value_is_refused_with_its_type()
    {
        using var view = _map.CreateView();
        var failure = Assert.Throws<ArgumentException>(() => view.At<long>(4));
        Assert.Contains("Int64", failure.Message, StringComparison.Ordinal);
        view.At<int>(4) = 1;
        view.At<Odd>(3) = new Odd { B = 2 };
        view.At<Ragged>(8) = new Ragged { A = 2 };
        _ = Assert.Throws<ArgumentException>(() => view.At<Ragged>(4));
        using var shifted = _map.CreateView(4, 100);
        shifted.At<long>(4) = 3;
        _ = Assert.Throws<ArgumentException>(() => shifted.AsSpan<long>(0, 1).Length);
    }

    [Fact]
    public void Values_lie_in_place()
    {
        using var view = _map.CreateView();
        var numbers = view.AsSpan<int>(8, 4);
        numbers[2] = 0x01020304;
        Assert.Equal(0x01020304, MemoryMarshal.Read<int>(view.AsReadOnlySpan(16, 4)));
        Assert.Equal(0x01020304, view.AsReadOnlySpan<int>(8, 4)[2]);
    }

    [Fact]
    public void Several_views_of_several_maps_live_side_by_side()
    {
        using var other = SharedMap.Create(UniqueName.Local(), 10);
        using var one = _map.CreateView(0, 10);
        using var two = _map.CreateView(5, 10);
        using var three = other.CreateView();
        one.Span[5] = 1;
        Assert.Equal(1, two.Span[0]);
        Assert.Equal(0, three.Span[5]);
    }

    [Fact]
    public void Read_and_write_copy()
    {
        using var view = _map.CreateView(3, 50);
        view.Write(10, [1, 2, 3]);
        var read = new byte[3];
        view.Read(10, read);
        Assert.Equal([1, 2, 3], read);
    }

    [Fact]
    public async Task Memory_carries_the_bytes_through_asynchronous_code()
    {
        using var view = _map.CreateView(3, 50);
        var memory = view.AsMemory(10, 20);
        using var source = new MemoryStream([9, 8, 7]);
        Assert.Equal(3, await source.ReadAsync(memory, TestContext.Current.CancellationToken));
        Assert.Equal([9, 8, 7], view.AsReadOnlySpan(10, 3).ToArray());
        Assert.Equal(8, view.AsReadOnlyMemory(11, 1).Span[0]);
        Assert.Equal(20, memory.Length);
    }

    [Fact]
    public unsafe void Pinned_memory_keeps_the_view_although_it_is_disposed()
    {
        var view = _map.CreateView(0, 50);
        using var whole = _map.CreateView();
        var pin = view.AsMemory(10, 20).Pin();
        view.Dispose();
        *(byte*)pin.Pointer = 77;
        Assert.Equal(77, whole.Span[10]);
        pin.Dispose();
    }

    [Fact]
    public void A_pin_that_is_let_go_of_once_more_lets_go_of_nothing_else()
    {
        var view = _map.CreateView(0, 50);
        var pin = view.AsMemory(10, 20).Pin();
        var copy = pin;
        view.Dispose();
        pin.Dispose();
        copy.Dispose();
        using var other = _map.CreateView();
        other.Span[10] = 5;
        copy.Dispose();
        Assert.Equal(5, other.Span[10]);
        using var another = _map.CreateView();
    }

    [Fact]
    public void The_stream_reads_writes_and_seeks_within_the_view()
    {
        using var view = _map.CreateView(3, 50);
        using var stream = view.AsStream();
        stream.Write([1, 2, 3, 4]);
        _ = stream.Seek(-2, SeekOrigin.Current);
        Assert.Equal(3, stream.ReadByte());
        Assert.Equal(50, stream.Length);
        Assert.Equal(46, stream.Seek(-4, SeekOrigin.End));
        Assert.Equal(4, stream.Read(new byte[10]));
        Assert.Equal(0, stream.Read(new byte[10]));
        var failure = Assert.Throws<NotSupportedException>(() => stream.Write([1]));
        Assert.Contains("50", failure.Message, StringComparison.Ordinal);
        _ = Assert.Throws<NotSupportedException>(() => stream.SetLength(1));
        stream.Position = 1000;
        Assert.Equal(-1, stream.ReadByte());
    }

    [Fact]
    public void Prefaulted_and_locked_views_work_or_say_that_the_system_refuses()
    {
        using var view = _map.CreateView(5, 100_000, new MapViewOptions { Prefault = true });
        view.Span[99_999] = 1;
        try
        {
            using var locked = _map.CreateView(0, 4096, new MapViewOptions { LockInMemory = true });
            locked.Span[0] = 1;
        }
        catch (IOException refused)
        {
            Assert.Contains("refuses", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_lock_beyond_the_limit_is_refused_with_the_limit()
    {
        Conditions.NeedsRoot();
        string[] command = ["--memlock=65536", .. PublicPrograms.As(65534, "Mapwire.Peer"), "lock-memory", "1048576"];
        var output = Run.Command("prlimit", command);
        Assert.Contains("RLIMIT_MEMLOCK", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_address_and_the_handle_serve_interop()
    {
        using var view = _map.CreateView(8, 8);
        view.At<int>(0) = 99;
        Assert.Equal(99, Marshal.ReadInt32(view.Address));
        Assert.False(_map.SafeHandle.IsInvalid);
    }

    [StructLayout(LayoutKind.Explicit, Size = 12)]
    private struct Ragged
    {
        [FieldOffset(0)]
        public long A;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Odd
    {
        public byte A;
        public int B;
    }
}
