namespace Mapwire.Peer.Stress;

internal static class QueueWorker
{
    public static string Run(string name, string roles, int seed) => name + roles + seed;
}
