using BenchmarkDotNet.Attributes;

namespace Mapwire.Benchmarks.Micro;

/// <summary>Events that need no waiting: one that is set, and one that is set and taken in turn.</summary>
/// <remarks>The framework's have no names on Linux and are for one process.</remarks>
public class EventBenchmarks
{
    private SharedEvent _sharedManual = null!;
    private SharedEvent _sharedAuto = null!;
    private ManualResetEventSlim _slim = null!;
    private ManualResetEvent _localManual = null!;
    private AutoResetEvent _localAuto = null!;

    [GlobalSetup]
    public void Open()
    {
        _sharedManual = SharedEvent.Create(UniqueName.Local(), EventResetMode.ManualReset, isSet: true);
        _sharedAuto = SharedEvent.Create(UniqueName.Local(), EventResetMode.AutoReset);
        _slim = new ManualResetEventSlim(initialState: true);
        _localManual = new ManualResetEvent(initialState: true);
        _localAuto = new AutoResetEvent(initialState: false);
    }

    [GlobalCleanup]
    public void Close()
    {
        _localAuto.Dispose();
        _localManual.Dispose();
        _slim.Dispose();
        _sharedAuto.Dispose();
        _sharedManual.Dispose();
    }

    [Benchmark(Baseline = true, Description = "SharedEvent, manual, set: Wait")]
    public void SharedWait() => _sharedManual.Wait();

    [Benchmark(Description = "SharedEvent, auto: Set, Wait")]
    public void SharedSetAndWait()
    {
        _sharedAuto.Set();
        _sharedAuto.Wait();
    }

    [Benchmark(Description = "ManualResetEventSlim, set: Wait")]
    public void SlimWait() => _slim.Wait();

    [Benchmark(Description = "ManualResetEvent, set: WaitOne")]
    public bool LocalWait() => _localManual.WaitOne();

    [Benchmark(Description = "AutoResetEvent: Set, WaitOne")]
    public bool LocalSetAndWait()
    {
        _ = _localAuto.Set();
        return _localAuto.WaitOne();
    }
}
