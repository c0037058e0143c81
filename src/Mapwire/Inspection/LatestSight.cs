namespace Mapwire;

/// <summary>Latest values, looked at from outside: every word through the view, which checks where it lies.</summary>
internal sealed class LatestSight
{
    private const int Looks = 100;

    /// <param name="region">A region that has latest values.</param>
    /// <exception cref="InvalidRegionException">Their header says what cannot be.</exception>
    public LatestSight(RegionSight region)
    {
        Region = region;
        Memory = new LatestMemory(region.View, region.Header, region.Name);
    }

    public RegionSight Region { get; }

    public LatestMemory Memory { get; }

    public long Newest => Volatile.Read(in Head.Newest);

    public long Writer => Volatile.Read(in Head.Writer);

    public int Bell(int slot) => Region.Int(Memory.BellOf(slot));

    public long Sequence(long version) => Volatile.Read(in Buffer(version).Sequence);

    /// <summary>Length and time of the newest value; false where there is none, or it was overtaken each time.</summary>
    public bool TryRead(out long version, out int length, out long time)
    {
        (version, length, time) = (0, 0, 0);
        for (var look = 0; look < Looks; look++)
        {
            version = Newest;
            if (version is <= 0 or >= LatestMemory.MostVersion)
            {
                return false;
            }

            ref readonly var buffer = ref Buffer(version);
            var before = Sequence(version);
            length = Volatile.Read(in buffer.Length);
            time = Volatile.Read(in buffer.Time);
            if (before == version * 2 && Sequence(version) == before)
            {
                return true;
            }
        }

        return false;
    }

    public LatestInfo Tell()
    {
        var isRead = TryRead(out var version, out var length, out var time);
        var writer = Writer;
        return new LatestInfo
        {
            ValueType = Memory.TypeName,
            ValueSize = Memory.TypeSize,
            Capacity = Memory.Capacity,
            Version = version,
            Length = isRead ? length : 0,
            Age = isRead ? new LatestStamp(version, 0, time).Age : null,
            Writer = LatestWriterWord.SlotOf(writer) is >= 0 and var slot ? slot : null,
            WriterCount = LatestWriterWord.CountOf(writer),
            Waiting = [.. Enumerable.Range(0, Memory.Slots).Where(slot => Mapwire.Bell.IsWaiting(Bell(slot)))],
        };
    }

    private ref readonly LatestLayout Head => ref Region.View.ReadOnlyAt<LatestLayout>(Region.Header.BodyOffset);

    private ref readonly LatestBufferLayout Buffer(long version) => ref Region.View.ReadOnlyAt<LatestBufferLayout>(Memory.BufferOffset(version));
}
