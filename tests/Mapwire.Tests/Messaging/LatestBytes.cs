using Mapwire.Tests.Support;

namespace Mapwire.Tests.Messaging;

/// <summary>Latest values seen as plain bytes, as another program could see them and write over them. It keeps them in place.</summary>
internal sealed class LatestBytes(string name) : IDisposable
{
    private readonly RegionBytes _bytes = new(name);

    public MapView View => _bytes.View;

    public RegionBytes Region => _bytes;

    public ref LatestLayout Head => ref View.At<LatestLayout>(_bytes.Header.BodyOffset);

    private int Slots => _bytes.Header.SlotCount;

    private long Cells => _bytes.Header.BodyOffset + LatestLayout.LatestSize;

    public ref LatestCellLayout Cell(int slot) => ref View.At<LatestCellLayout>(Cells + ((long)slot * LatestCellLayout.CellSize));

    public ref LatestBufferLayout Buffer(int index) => ref View.At<LatestBufferLayout>(BufferOffset(index));

    public Span<byte> Bytes(int index) => View.AsSpan(BufferOffset(index) + LatestBufferLayout.BufferSize, (int)Head.Capacity);

    /// <summary>Waits until so many participants sleep.</summary>
    public void AwaitAsleep(int count = 1) =>
        Wait.Until(() => Enumerable.Range(0, Slots).Count(slot => Volatile.Read(ref Cell(slot).Bell) == Bell.Sleeps) >= count);

    public void Dispose() => _bytes.Dispose();

    private long BufferOffset(int index)
    {
        var buffers = Cells + ((long)Slots * LatestCellLayout.CellSize);
        return buffers + (index * ((View.Length - buffers) / Head.BufferCount));
    }
}
