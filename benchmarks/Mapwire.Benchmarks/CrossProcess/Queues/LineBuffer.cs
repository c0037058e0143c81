using System.Runtime.InteropServices;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Buffers that begin with a cache line, as those of the C programs do.</summary>
internal static class LineBuffer
{
    private const int CacheLine = 64;

    public static Memory<byte> OfBytes(int count)
    {
        var array = GC.AllocateArray<byte>(count + CacheLine, pinned: true);
        var beyond = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) % CacheLine);
        return array.AsMemory(CacheLine - beyond, count);
    }
}
