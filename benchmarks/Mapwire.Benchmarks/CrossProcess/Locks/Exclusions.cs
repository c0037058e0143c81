namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>Makes or opens them by name.</summary>
internal static class Exclusions
{
    public static Figures Use(LockWay way, string name, IExclusionWork work) => way switch
    {
        LockWay.Shared => Use(new SharedMutexExclusion(SharedMutex.CreateOrOpen(name)), work),
        LockWay.SharedPark => Use(
            new SharedMutexExclusion(SharedMutex.CreateOrOpen(name, new RegionOptions { Waiting = WaitStrategy.Park })), work),
        LockWay.NamedMutex => Use(new NamedMutexExclusion(new Mutex(false, @"Global\" + name)), work),
        _ => Use(new LockExclusion(new Lock()), work),
    };

    private static Figures Use<TExclusion>(TExclusion exclusion, IExclusionWork work)
        where TExclusion : struct, IExclusion
    {
        try
        {
            return work.Do(ref exclusion);
        }
        finally
        {
            exclusion.Dispose();
        }
    }
}
