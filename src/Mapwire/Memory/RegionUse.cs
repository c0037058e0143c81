namespace Mapwire;

/// <summary>One thread's use of a region: while it lasts the region is not taken apart.</summary>
internal readonly ref struct RegionUse
{
    private readonly Usage _usage;
    private readonly long _before;

    public RegionUse(Usage usage, long before)
    {
        _usage = usage;
        _before = before;
    }

    public void Dispose() => _usage.End(_before);
}
