namespace Mapwire.Peer.Stress;

/// <summary>What all workers do: one thing only, so that nobody's passing by wakes who was forgotten, or everything.</summary>
internal enum Mode
{
    Mutex,
    OwnMutex,
    Semaphore,
    ReadAndWrite,
    Barrier,
    Once,
    Everything,
}
