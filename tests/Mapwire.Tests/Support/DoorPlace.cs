using Xunit;

namespace Mapwire.Tests.Support;

/// <summary>Where the lock of a test lives that lets one in at a time; each door is a handle, and a participant, of its own.</summary>
internal abstract class DoorPlace : IDisposable
{
    /// <summary>Every kind, under a name of its own and in a region.</summary>
    public static TheoryData<string> All { get; } =
        [.. from kind in (string[])["mutex", "semaphore", "writer", "once", "event"] from place in (string[])["by name", "in a region"] select $"{kind}, {place}"];

    /// <summary>Those that know who is in: only that one can let go, and closing its handle does.</summary>
    public static TheoryData<string> Owned { get; } = [.. All.Select(row => row.Data).Where(which => !which.StartsWith("event", StringComparison.Ordinal))];

    public abstract RegionBytes Bytes { get; }

    public abstract int Index { get; }

    public static DoorPlace Of(string which, WaitStrategy waiting = WaitStrategy.SpinThenPark)
    {
        var options = new RegionOptions { Waiting = waiting, MaxParticipants = 256 };
        var isByName = which.EndsWith("by name", StringComparison.Ordinal);
        return which[..which.IndexOf(',', StringComparison.Ordinal)] switch
        {
            "mutex" => Of(LockApis.Mutex, one => new MutexDoor(one)),
            "semaphore" => Of(LockApis.Semaphore(1), one => new SemaphoreDoor(one)),
            "writer" => Of(LockApis.ReaderWriterLock, one => new WriterDoor(one)),
            "once" => Of(LockApis.Once, one => new OnceDoor(one)),
            _ => Of(LockApis.Event(EventResetMode.AutoReset, isSet: true), one => new EventDoor(one)),
        };

        DoorPlace Of<T>(LockApi<T> api, Func<T, Door> toDoor)
            where T : class, IDisposable =>
            new DoorPlace<T>(isByName ? new ByName<T>(api) { Options = options } : new InRegion<T>(api) { Options = options }, toDoor);
    }

    /// <summary>A handle on the lock; the first one creates it.</summary>
    public abstract Door Open();

    /// <summary>Waits until so many participants sleep at the lock.</summary>
    public void AwaitSleepers(int count = 1) => Bytes.AwaitSleepers(Index, count);

    public abstract void Dispose();
}

internal sealed class DoorPlace<T>(LockPlace<T> place, Func<T, Door> toDoor) : DoorPlace
    where T : class, IDisposable
{
    public override RegionBytes Bytes => place.Bytes;

    public override int Index => place.Index;

    public override Door Open() => toDoor(place.CreateOrOpen());

    public override void Dispose() => place.Dispose();
}
