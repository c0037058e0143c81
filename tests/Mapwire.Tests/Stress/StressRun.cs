using System.Diagnostics;
using System.Globalization;
using Mapwire.Peer.Stress;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Stress;

/// <summary>The processes of a run, what they write, and what must be true of it.</summary>
internal sealed class StressRun : IDisposable
{
    private const int Spares = 2;
    private const int Enough = 3;
    private readonly string _name = UniqueName.Local();
    private readonly int _seed;
    private readonly Random _random;
    private readonly SharedRegion _region;
    private readonly SharedMutex _mutex;
    private readonly SharedMap _map;
    private readonly MapView _view;
    private readonly Board _board;
    private readonly PeerProcess[] _workers;
    private readonly int[] _deaths = new int[Board.Processes];
    private readonly Queue<Task<PeerProcess>> _spares = new();

    public StressRun(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _region = SharedRegion.Create(_name + "-region", new RegionOptions { MaxParticipants = 32, Capacity = 8 << 20 });
        _mutex = SharedMutex.Create(_name + "-mutex", new RegionOptions { MaxParticipants = 32 });
        _map = SharedMap.Create(_name + "-board", Board.Size);
        _view = _map.CreateView();
        _board = new Board(_view);
        _workers = new PeerProcess[Board.Processes];
        for (var process = 0; process < Board.Processes; process++)
        {
            Employ(process, PeerProcess.Start());
        }

        for (var i = 0; i < Spares; i++)
        {
            AddSpare();
        }

        AwaitProgress(-1);
    }

    public long Done { get; private set; }

    public TimeSpan Slowest { get; private set; }

    public void Choose(Mode mode, int round)
    {
        _board.OnceLimit = Math.Min(Board.MostOnces, (round + 1L) * 4);
        Volatile.Write(ref _board.Mode, (long)mode);
    }

    /// <summary>Stops some workers for an instant, one after the other.</summary>
    public async Task Tease()
    {
        for (var i = _random.Next(8); i > 0 && !OperatingSystem.IsWindows(); i--)
        {
            var one = _workers[_random.Next(_workers.Length)].Id;
            Signals.Stop(one);
            await Pause(400);
            Signals.Continue(one);
            await Pause(400);
        }
    }

    /// <summary>Kills a worker, perhaps while another is stopped; everybody else goes on before another takes its place.</summary>
    public void KillOne()
    {
        var process = _random.Next(_workers.Length);
        var other = (process + 1 + _random.Next(_workers.Length - 1)) % _workers.Length;
        var mustStop = _random.Next(2) == 0 && !OperatingSystem.IsWindows();
        if (mustStop)
        {
            Signals.Stop(_workers[other].Id);
        }

        var watch = Stopwatch.StartNew();
        _workers[process].Kill();
        _deaths[process]++;
        if (mustStop)
        {
            Signals.Continue(_workers[other].Id);
        }

        AwaitProgress(process);
        Slowest = watch.Elapsed > Slowest ? watch.Elapsed : Slowest;
        _workers[process].Dispose();
        Employ(process, _spares.Dequeue().GetAwaiter().GetResult());
        AddSpare();
    }

    /// <summary>Lets the workers stop, and checks what they leave.</summary>
    public void End()
    {
        AwaitProgress(-1);
        Volatile.Write(ref _board.Stop, 1);
        foreach (var worker in _workers)
        {
            var answer = worker.Answer();
            Assert.True(answer.StartsWith("ok ", StringComparison.Ordinal), $"Seed {_seed}: {answer} {_board.Text()}");
            Done += long.Parse(answer[3..], CultureInfo.InvariantCulture);
            worker.Exit();
        }

        Assert.True(_board.Fault == 0, $"Seed {_seed}: {_board.Text()}");
        CheckCounters();
        CheckLocks();
        _region.Region.Slots.RecoverDead();
        var info = RegionInspector.Inspect(_region.Name)!;
        Assert.Equal([_region.Region.Slot], info.Participants.Select(one => one.Slot));
        Assert.All(info.Locks, one => Assert.Empty(one.Holders));
        Assert.Empty(RegionInspector.Verify(_region.Name));
        Assert.Empty(RegionInspector.Verify(_mutex.Name));
    }

    public void Dispose()
    {
        foreach (var worker in _workers)
        {
            worker?.Dispose();
        }

        foreach (var spare in _spares)
        {
            spare.GetAwaiter().GetResult().Dispose();
        }

        _view.Dispose();
        _map.Dispose();
        _mutex.Dispose();
        _region.Dispose();
    }

    private void CheckCounters()
    {
        using var first = SharedMutex.Open(_region, "first");
        using var second = SharedMutex.Open(_region, "second");
        SharedMutex[] mutexes = [first, second, _mutex];
        for (var mutex = 0; mutex < Board.Mutexes; mutex++)
        {
            Assert.True(mutexes[mutex].TryAcquire(out var hold), $"Seed {_seed}: mutex {mutex} is still held.\n{Sight.Of(_name)}");
            var halfDone = (int)_board.Intent(mutex) - 1;
            Assert.True(halfDone < 0 || hold.IsAbandoned, $"Seed {_seed}: lane {halfDone} died in mutex {mutex}, and nobody was told.");
            var value = halfDone < 0 ? _board.Value(mutex) : _board.Before(mutex);
            var sum = 0L;
            for (var lane = 0; lane < Board.Lanes; lane++)
            {
                var committed = lane == halfDone ? _board.LaneBefore(mutex) : _board.Committed(mutex, lane);
                var unknown = committed - _board.Known(mutex, lane);
                Assert.True(
                    unknown >= 0 && unknown <= _deaths[lane / Board.ThreadsEach],
                    $"Seed {_seed}: of lane {lane} in mutex {mutex} {committed} updates are there; it knows of {committed - unknown}.");
                sum += committed;
            }

            Assert.True(value == sum, $"Seed {_seed}: mutex {mutex} protects {value}, and {sum} was added.");
            hold.Release();
        }
    }

    private void CheckLocks()
    {
        using var semaphore = SharedSemaphore.Open(_region, "semaphore");
        using var both = SharedReaderWriterLock.Open(_region, "both");
        var permits = Enumerable.Range(0, Board.Permits).Select(_ => semaphore.TryAcquire(out var hold) ? hold : throw new InvalidOperationException("A permit is lost.")).ToList();
        Assert.False(semaphore.TryAcquire(out _));
        permits.ForEach(hold => hold.Release());
        Assert.True(both.TryAcquireWrite(out var writer));
        Assert.True(writer.IsAbandoned || _board.First == _board.Second);
        writer.Release();
    }

    // Everybody but one goes on. The first thing that each does may have been due to it before somebody died.
    private void AwaitProgress(int exceptProcess)
    {
        var enough = Enumerable.Range(0, Board.Lanes).Select(lane => Volatile.Read(ref _board.Done(lane)) + Enough).ToArray();
        try
        {
            Wait.Until(() =>
            {
                Assert.True(Volatile.Read(ref _board.Fault) != 2, $"Seed {_seed}: {_board.Text()}");
                return Enumerable.Range(0, Board.Lanes).All(lane => lane / Board.ThreadsEach == exceptProcess || Volatile.Read(ref _board.Done(lane)) >= enough[lane]);
            });
        }
        catch (TimeoutException)
        {
            var stuck = Enumerable.Range(0, Board.Lanes).Where(lane => Volatile.Read(ref _board.Done(lane)) < enough[lane]);
            Assert.Fail($"Seed {_seed}: lanes {string.Join(' ', stuck)} do not go on in mode {(Mode)_board.Mode}.\n{Sight.Of(_name)}");
        }
    }

    private void Employ(int process, PeerProcess peer)
    {
        _workers[process] = peer;
        peer.Send("stress", _name, Text(process), Text(_random.Next()));
    }

    private void AddSpare() => _spares.Enqueue(Task.Run(() => PeerProcess.Start()));

    private Task Pause(int microseconds)
    {
        var random = _random;
        return Task.Delay(TimeSpan.FromMicroseconds(random.Next(microseconds)));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
