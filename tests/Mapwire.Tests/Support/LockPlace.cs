namespace Mapwire.Tests.Support;

/// <summary>Where the lock of a test lives. Each handle is a participant of its own; all of them are closed in the end.</summary>
internal abstract class LockPlace<T>(LockApi<T> api) : IDisposable
    where T : class, IDisposable
{
    private readonly Stack<IDisposable> _opened = new();
    private RegionBytes? _bytes;

    /// <summary>The name of the region that the lock is in, or is.</summary>
    public string Region { get; } = UniqueName.Local();

    /// <summary>The lock's place in the directory of its region.</summary>
    public abstract int Index { get; }

    public RegionOptions Options { get; set; } = new();

    /// <summary>The region as bytes, once it exists.</summary>
    public RegionBytes Bytes => _bytes ??= Keep(new RegionBytes(Region));

    protected LockApi<T> Api => api;

    public abstract T Create();

    public abstract T Open();

    public abstract T CreateOrOpen();

    /// <summary>Waits until so many participants sleep at the lock.</summary>
    public void AwaitSleepers(int count = 1) => Bytes.AwaitSleepers(Index, count);

    public void Dispose()
    {
        while (_opened.TryPop(out var one))
        {
            one.Dispose();
        }
    }

    protected TKept Keep<TKept>(TKept one)
        where TKept : IDisposable
    {
        _opened.Push(one);
        return one;
    }
}

/// <summary>A lock under a name of its own.</summary>
internal sealed class ByName<T>(LockApi<T> api) : LockPlace<T>(api)
    where T : class, IDisposable
{
    public override int Index => 0;

    public override T Create() => Keep(Api.Create(Region, Options));

    public override T Open() => Keep(Api.Open(Region, Options));

    public override T CreateOrOpen() => Keep(Api.CreateOrOpen(Region, Options));
}

/// <summary>A lock in a region.</summary>
internal sealed class InRegion<T>(LockApi<T> api) : LockPlace<T>(api)
    where T : class, IDisposable
{
    private const string Name = "the lock";

    public override int Index => 1;

    public override T Create() => Keep(Api.CreateIn(NewRegion(), Name));

    public override T Open() => Keep(Api.OpenIn(NewRegion(), Name));

    public override T CreateOrOpen() => Keep(Api.CreateOrOpenIn(NewRegion(), Name));

    private SharedRegion NewRegion() => Keep(SharedRegion.CreateOrOpen(Region, out _, Options));
}
