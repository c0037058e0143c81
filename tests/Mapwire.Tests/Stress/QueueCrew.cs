using Mapwire.Tests.Support;

namespace Mapwire.Tests.Stress;

/// <summary>Processes that are started before they are needed, so that one that is killed is replaced at once.</summary>
internal sealed class QueueCrew : IDisposable
{
    private const int Spares = 6;
    private readonly Queue<Task<PeerProcess>> _spares = new();

    public QueueCrew()
    {
        for (var i = 0; i < Spares; i++)
        {
            Add();
        }
    }

    public PeerProcess Take()
    {
        Add();
        return _spares.Dequeue().GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        foreach (var spare in _spares)
        {
            spare.GetAwaiter().GetResult().Dispose();
        }
    }

    private void Add() => _spares.Enqueue(Task.Run(() => PeerProcess.Start(("DOTNET_TieredPGO", "0"))));
}
