using System.Globalization;
using System.Text;

namespace Mapwire;

/// <summary>Where in this process the parts of latest values lie. What the region says of their number and size is read once, here, and checked.</summary>
internal sealed unsafe class LatestMemory
{
    /// <summary>How many buffers there are: a reader is overtaken only where one less than so many values are written while it copies one.</summary>
    public const int Buffers = 4;

    /// <summary>The most bytes of a value.</summary>
    public const int MostBytes = 1 << 30;

    /// <summary>No version is higher: twice that is a sequence still.</summary>
    public const long MostVersion = 1L << 61;

    private const int Line = 128;
    private readonly byte* _start;
    private readonly long _body;
    private readonly long _stride;
    private readonly long _buffers;

    /// <param name="view">All of the region.</param>
    /// <param name="header">The region's header.</param>
    /// <param name="name">The region's name.</param>
    /// <exception cref="InvalidRegionException">The header of the latest values says what cannot be.</exception>
    public LatestMemory(MapView view, RegionHeader header, string name)
    {
        Name = name;
        _start = (byte*)view.Address;
        _body = header.BodyOffset;
        if (header.BodySize < LatestLayout.LatestSize)
        {
            throw Damage("body size", header.BodySize, $"{LatestLayout.LatestSize} or more");
        }

        var read = view.ReadOnlyAt<LatestLayout>(_body);
        Head = (LatestLayout*)(_start + _body);
        Slots = header.SlotCount;
        _ = Require(read.BufferCount, Buffers, Buffers, "number of buffers");
        Capacity = (int)Require(read.Capacity, 1, MostBytes, "capacity");
        TypeSize = (int)Require(read.TypeSize, 0, MostBytes, "size of the values' type");
        if (TypeSize != 0 && TypeSize != Capacity)
        {
            throw Damage("capacity", Capacity, $"{TypeSize}, the size of the values' type");
        }

        TypeName = Encoding.UTF8.GetString(
            view.AsReadOnlySpan(_body + LatestLayout.TypeOffset, (int)Require(read.TypeLength, 0, QueueLayout.MostTypeBytes, "length of the type's name")));
        _stride = StrideOf(Capacity);
        _buffers = BuffersOffset(_body, Slots);
        var size = SizeFor(Slots, Capacity);
        if (header.BodySize != size)
        {
            throw Damage("body size", header.BodySize, size.ToString(CultureInfo.InvariantCulture));
        }
    }

    public string Name { get; }

    public int Slots { get; }

    /// <summary>How many bytes a value may have.</summary>
    public int Capacity { get; }

    /// <summary>How many bytes every value has; 0 for any number.</summary>
    public int TypeSize { get; }

    public string TypeName { get; }

    public LatestLayout* Head { get; }

    /// <summary>Where in the region the bell of a slot is.</summary>
    public long BellOf(int slot) => _body + LatestLayout.LatestSize + ((long)slot * LatestCellLayout.CellSize);

    /// <summary>Where in the region the buffer of a version begins; there is one for every number.</summary>
    public long BufferOffset(long version) => _buffers + ((version & (Buffers - 1)) * _stride);

    public LatestBufferLayout* Buffer(long version) => (LatestBufferLayout*)(_start + BufferOffset(version));

    public static byte* Bytes(LatestBufferLayout* buffer) => (byte*)(buffer + 1);

    /// <summary>Whether a value may have so many bytes.</summary>
    public bool IsLength(int length) => TypeSize == 0 ? (uint)length <= (uint)Capacity : length == TypeSize;

    /// <summary>The size of a body.</summary>
    public static long SizeFor(int slots, int capacity) => BuffersOffset(0, slots) + (Buffers * StrideOf(capacity));

    public InvalidRegionException Damage(string field, long found, string expected) =>
        Throw.Damaged(Name, field, found.ToString(CultureInfo.InvariantCulture), expected);

    private static long BuffersOffset(long body, int slots) => body + LatestLayout.LatestSize + ((long)slots * LatestCellLayout.CellSize);

    private static long StrideOf(int capacity) => (LatestBufferLayout.BufferSize + (long)capacity + (Line - 1)) / Line * Line;

    private long Require(long found, long least, long most, string field) =>
        found >= least && found <= most ? found : throw Damage(field, found, least == most ? $"{least}" : $"{least} to {most}");
}
