using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>What two sides share beside the lock; each word that both use has a line of its own, as in the C program.</summary>
internal sealed class Contest : IDisposable
{
    private const int Line = 128;
    private const int Size = 6 * Line;

    private readonly SharedMap _map;
    private readonly MapView _view;
    private long _expected;

    public Contest(string name)
    {
        _map = SharedMap.CreateOrOpen(name, Size, out _);
        _view = _map.CreateView();
    }

    /// <summary>What is counted under the lock.</summary>
    public ref long Counter => ref _view.At<long>(0);

    /// <summary>Which side counted last.</summary>
    public ref long Last => ref _view.At<long>(sizeof(long));

    /// <summary>How far to count next; 0 ends.</summary>
    public ref long Target => ref _view.At<long>(2 * Line);

    /// <summary>How often the second side counted.</summary>
    public ref long Others => ref _view.At<long>(3 * Line);

    /// <summary>How often the second side took over from the first.</summary>
    public ref long OthersHandoffs => ref _view.At<long>((3 * Line) + sizeof(long));

    /// <summary>Whether the second side is to end.</summary>
    public ref int IsOver => ref _view.At<int>(4 * Line);

    /// <summary>Waits until the other side is here as well; looking, so that both go on at once.</summary>
    public void Meet()
    {
        ref var arrived = ref _view.At<long>(Line);
        _expected += Processors.OfAPair;
        _ = Interlocked.Increment(ref arrived);
        while (Volatile.Read(ref arrived) < _expected)
        {
            Thread.SpinWait(1);
        }
    }

    public void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
    }
}
