using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Where the processes of a run wait for each other; each word has lines of its own.</summary>
/// <remarks>Two that have a processor each look, so that both go on at once; more of them sleep, so that nobody takes another's processor.</remarks>
internal sealed class Meeting : IDisposable
{
    private const int Line = 128;
    private const int Size = 4 * Line;

    private readonly int _parties;
    private readonly SharedMap _map;
    private readonly MapView _view;
    private readonly SharedBarrier? _barrier;
    private int _gathered;

    public Meeting(string name, int parties)
    {
        _parties = parties;
        _map = SharedMap.CreateOrOpen(name + "-meeting", Size, out _);
        _view = _map.CreateView();
        _barrier = parties == Processors.OfAPair ? null : SharedBarrier.CreateOrOpen(name + "-barrier", parties, new RegionOptions { Waiting = WaitStrategy.Park });
    }

    /// <summary>How many messages the next heat has; 0 ends.</summary>
    public ref long Target => ref _view.At<long>(Line);

    /// <summary>How many writers of a crowd are done, or how much that was handed over was let go of, over all heats.</summary>
    public ref long Done => ref _view.At<long>(2 * Line);

    /// <summary>How many messages all readers of a crowd have taken in the heat that counts.</summary>
    public ref long Taken => ref _view.At<long>(3 * Line);

    /// <summary>Waits until all are here.</summary>
    public void Meet()
    {
        if (_barrier is not null)
        {
            _ = _barrier.SignalAndWait();
            return;
        }

        _gathered++;
        ref var arrived = ref _view.At<long>(0);
        _ = Interlocked.Increment(ref arrived);
        while (Volatile.Read(ref arrived) < (long)_gathered * _parties)
        {
            Thread.SpinWait(1);
        }
    }

    public void Dispose()
    {
        _barrier?.Dispose();
        _view.Dispose();
        _map.Dispose();
    }
}
