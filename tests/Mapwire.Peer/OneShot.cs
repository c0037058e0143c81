namespace Mapwire.Peer;

/// <summary>What a peer does when it is started for one thing only.</summary>
internal static class OneShot
{
    /// <summary>Locks memory and prints why that was refused.</summary>
    public static int LockMemory(long size)
    {
        using var map = SharedMap.Create("lock-" + Guid.NewGuid().ToString("N"), size);
        try
        {
            using var view = map.CreateView(new MapViewOptions { LockInMemory = true });
            Console.WriteLine("locked");
        }
        catch (IOException refused)
        {
            Console.WriteLine(refused.Message);
        }

        return 0;
    }
}
