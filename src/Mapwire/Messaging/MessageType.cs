using System.Runtime.CompilerServices;
using System.Text;

namespace Mapwire;

/// <summary>What the messages of a queue or a topic are: any number of bytes, or values of one type.</summary>
/// <param name="Name">The type's full name.</param>
/// <param name="Size">The bytes of each; 0 for any number.</param>
internal sealed record MessageType(string Name, int Size)
{
    public static MessageType Bytes { get; } = new("bytes", 0);

    public static MessageType Of<T>()
        where T : unmanaged => new(Cut(typeof(T).ToString()), Unsafe.SizeOf<T>());

    /// <summary>A number that differs where the types do: FNV-1a of the name and the size.</summary>
    public ulong Hash
    {
        get
        {
            var hash = 0xCBF29CE484222325;
            foreach (var letter in Encoding.UTF8.GetBytes($"{Name} {Size}"))
            {
                hash = unchecked((hash ^ letter) * 0x100000001B3);
            }

            return hash;
        }
    }

    /// <summary>Refuses a region whose messages are of another type.</summary>
    /// <param name="header">The region's header.</param>
    /// <param name="memory">What it says of its messages.</param>
    /// <param name="type">What they must be; null for anything.</param>
    /// <exception cref="InvalidRegionException">They are of another.</exception>
    public static void Require(RegionHeader header, LaneMemory memory, MessageType? type)
    {
        var own = new MessageType(memory.TypeName, memory.TypeSize);
        if (type is not null && (own != type || header.SchemaHash != type.Hash))
        {
            throw new InvalidRegionException(
                memory.Name, "type of messages", $"{own} (schema 0x{header.SchemaHash:X16})", $"{type} (schema 0x{type.Hash:X16})", "Open it as what it is.");
        }
    }

    public override string ToString() => Size == 0 ? Name : $"{Name} of {Size} bytes";

    /// <summary>As much of a name as there is room for.</summary>
    public static string Cut(string name)
    {
        while (Encoding.UTF8.GetByteCount(name) > LaneSharedLayout.MostTypeBytes)
        {
            name = name[..^1];
        }

        return name;
    }
}
