using System.Runtime.Versioning;

namespace Mapwire.Platform;

internal sealed partial class PeerWatch
{
    [SupportedOSPlatform("windows")]
    private static class Windows
    {
        public static bool Set(PeerWatch watch, IReadOnlyCollection<Peer> peers)
        {
            // The mutex of a participant of this process is owned by the life thread itself and never comes free to it.
            var names = peers.Select(peer => watch._locks.MutexName(peer.Slot)).Where(name => !LifeThread.IsOwn(name)).ToHashSet(StringComparer.Ordinal);
            return LifeThread.Watch(watch, names, watch._ended);
        }

        public static void AskAsNeeded() => LifeThread.AskEvery(Period, AnyMustAsk, Ask);
    }
}
