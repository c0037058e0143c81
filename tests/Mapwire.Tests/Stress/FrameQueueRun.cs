using System.Globalization;
using Mapwire.Peer;
using Mapwire.Peer.Stress;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Stress;

/// <summary>One queue of frames, the processes that write and read it, what they write down, and what must be true of it.</summary>
internal sealed class FrameQueueRun : IDisposable
{
    private const int Enough = 3;
    private static readonly string[] _places = ["w0", "w1,r0", "r1", "r2,r3", "w2,r4"];
    private readonly string _name = UniqueName.Local();
    private readonly string _what;
    private readonly Random _random;
    private readonly QueueCrew _crew;
    private readonly QueuePart _eye;
    private readonly SharedMap _map;
    private readonly MapView _view;
    private readonly QueueBoard _board;
    private readonly PeerProcess[] _workers = new PeerProcess[_places.Length];

    public FrameQueueRun(int seed, int count, QueueCrew crew, Random random)
    {
        (_random, _crew) = (random, crew);
        var options = new FrameQueueOptions { FrameBytes = 16 << random.Next(10), FrameCount = count, MaxWriters = QueueBoard.Writers + 2, MaxParticipants = 32 };
        _what = Text($"Seed {seed}, {count} frames up to {options.FrameBytes} bytes");
        _eye = new QueuePart(QueueHandle.Create(_name, options.ForQueue(FrameMessages<FrameMark>.Type), FrameMessages<FrameMark>.Type));
        _map = SharedMap.Create(_name + "-board", QueueBoard.Size);
        _view = _map.CreateView();
        _board = new QueueBoard(_view);
        for (var place = 0; place < _places.Length; place++)
        {
            Employ(place);
        }

        AwaitProgress();
    }

    /// <summary>How many frames were read.</summary>
    public long Done { get; private set; }

    /// <summary>How many writers and readers were killed.</summary>
    public int Killed { get; private set; }

    /// <summary>Kills a process, perhaps while another is stopped, and puts another in its place.</summary>
    public void KillOne()
    {
        var place = _random.Next(_places.Length);
        var other = (place + 1 + _random.Next(_places.Length - 1)) % _places.Length;
        var mustStop = _random.Next(4) == 0 && !OperatingSystem.IsWindows();
        if (mustStop)
        {
            Signals.Stop(_workers[other].Id);
        }

        _workers[place].Kill();
        if (mustStop)
        {
            Signals.Continue(_workers[other].Id);
        }

        Settle(place);
        _workers[place].Dispose();
        Employ(place);
        CheckFault();
        var faults = RegionInspector.Verify(_name);
        Assert.True(faults.Count == 0, $"{_what}: {string.Join('\n', faults)}\n{QueueSight.Of(_eye)}");
    }

    /// <summary>Lets the writers stop and the readers read all there is, and checks what was written down.</summary>
    public void End()
    {
        AwaitProgress();
        Volatile.Write(ref _board.Stop, 1);
        Await(() => Enumerable.Range(0, QueueBoard.Writers).All(writer => Volatile.Read(ref _board.HasStopped(writer)) != 0), "the writers do not stop");
        using (var writer = FrameQueueWriter<FrameMark>.Open(_name))
        {
            Assert.True(writer.Complete());
        }

        // Some while they read to the end.
        for (var i = _random.Next(3); i > 0; i--)
        {
            KillOne();
        }

        foreach (var worker in _workers)
        {
            var answer = worker.Answer();
            Assert.True(answer.StartsWith("ok ", StringComparison.Ordinal), $"{_what}: {answer} {_board.Text()}\n{QueueSight.Of(_eye)}");
            worker.Exit();
        }

        CheckFault();
        CheckMarks();
        _eye.Handle.RecoverDead();
        var faults = QueueWhole.Faults(_eye, mustBeEmpty: true);
        Assert.True(faults.Length == 0, $"{_what}: {faults}\n{QueueSight.Of(_eye)}");
        Assert.Equal([_eye.Handle.Slot], RegionInspector.Inspect(_name)!.Participants.Select(one => one.Slot));

        // The pool is whole: all of it can be had.
        var pool = _eye.Core.Pool!;
        var all = Enumerable.Range(0, pool.Memory.Count).ToList();
        Assert.Equal(all, all.Select(_ => pool.TryTake(_eye.Handle.Slot, out var taken) ? taken : -1).Order());
        Assert.False(pool.TryTake(_eye.Handle.Slot, out var _));
    }

    public void Dispose()
    {
        foreach (var worker in _workers)
        {
            worker?.Dispose();
        }

        _view.Dispose();
        _map.Dispose();
        _eye.Dispose();
    }

    private void CheckMarks()
    {
        List<string> missing = [];
        List<string> doubled = [];
        for (var writer = 0; writer < QueueBoard.Writers; writer++)
        {
            for (var number = 1; number <= _board.Intent(writer); number++)
            {
                var mark = _board.Mark(writer, number);
                var (fresh, again) = (QueueBoard.FreshOf(mark), QueueBoard.AgainOf(mark));
                Done += fresh + again;
                if ((mark & (QueueBoard.Done | QueueBoard.Maybe)) == 0)
                {
                    missing.Add(Text($"{writer}:{number}"));
                }
                else if (fresh > 1)
                {
                    doubled.Add(Text($"{writer}:{number}"));
                }
            }
        }

        Assert.True(missing.Count == 0, $"{_what}: missing (writer:number): {string.Join(' ', missing.Take(200))}\n{QueueSight.Of(_eye)}");
        Assert.True(doubled.Count == 0, $"{_what}: read twice: {string.Join(' ', doubled.Take(200))}\n{QueueSight.Of(_eye)}");
    }

    // What those did not write down any more who were killed: a frame about to be written may be there or not.
    private void Settle(int place)
    {
        foreach (var role in _places[place].Split(','))
        {
            var number = role[1] - '0';
            Killed++;
            if (role[0] == 'w')
            {
                var intent = _board.Intent(number);
                if (intent != _board.Written(number))
                {
                    _board.Mark(number, intent) = _board.Mark(number, intent) | QueueBoard.Maybe;
                    _board.Written(number) = intent;
                }

                _board.HasStopped(number) = 0;
            }
        }
    }

    // Every writer goes on, and some readers do: the others may find nothing left to read.
    private void AwaitProgress()
    {
        var written = Enumerable.Range(0, QueueBoard.Writers).Select(writer => Volatile.Read(ref _board.Written(writer)) + Enough).ToArray();
        var read = Read() + Enough;
        Await(
            () => Enumerable.Range(0, QueueBoard.Writers).All(writer => Volatile.Read(ref _board.Written(writer)) >= written[writer] || Volatile.Read(ref _board.HasStopped(writer)) != 0)
                && (Read() >= read || Enumerable.Range(0, QueueBoard.Writers).All(writer => Volatile.Read(ref _board.HasStopped(writer)) != 0)),
            "somebody does not go on");
    }

    private int Read() => Enumerable.Range(0, QueueBoard.Readers).Sum(reader => Volatile.Read(ref _board.Got(reader)));

    private void Await(Func<bool> holds, string otherwise)
    {
        try
        {
            Wait.Until(() =>
            {
                CheckFault();
                return holds();
            });
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{_what}: {otherwise}.\n{QueueSight.Of(_eye)}");
        }
    }

    private void CheckFault() => Assert.True(Volatile.Read(ref _board.Fault) != 2, $"{_what}: {_board.Text()}\n{QueueSight.Of(_eye)}");

    private void Employ(int place)
    {
        _workers[place] = _crew.Take();
        _workers[place].Send("frame-queue-stress", _name, _places[place], Text($"{_random.Next()}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
