using System.Runtime.CompilerServices;
using System.Text;

namespace Mapwire;

/// <summary>What the messages of a queue are: any number of bytes, or values of one type.</summary>
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

    public override string ToString() => Size == 0 ? Name : $"{Name} of {Size} bytes";

    private static string Cut(string name)
    {
        while (Encoding.UTF8.GetByteCount(name) > QueueLayout.MostTypeBytes)
        {
            name = name[..^1];
        }

        return name;
    }
}
