using System.Globalization;
using Mapwire.Peer.Stress;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Stress;

/// <summary>One region that messages or frames go through, the processes that write and read them, and what must be true of it.</summary>
/// <remarks>Who derives from it creates the region, and then begins.</remarks>
internal abstract class MessageRun : IDisposable
{
    private const int Enough = 3;
    private readonly string _verb;
    private readonly string _what;
    private readonly IReadOnlyList<string> _places;
    private readonly QueueCrew _crew;
    private readonly SharedMap _map;
    private readonly MapView _view;
    private readonly PeerProcess[] _workers;

    protected MessageRun(string verb, string what, IReadOnlyList<string> places, QueueCrew crew, Random random)
    {
        (_verb, _what, _places, _crew, Random) = (verb, what, places, crew, random);
        _map = SharedMap.Create(Name + "-board", QueueBoard.Size);
        _view = _map.CreateView();
        Board = new QueueBoard(_view);
        _workers = new PeerProcess[places.Count];
    }

    /// <summary>How many messages went through, as far as is known at the end.</summary>
    public long Done { get; protected set; }

    /// <summary>How many were lost, as they may be.</summary>
    public long Lost { get; protected set; }

    /// <summary>How many writers and readers were killed.</summary>
    public int Killed { get; private set; }

    /// <summary>Who is in which process: writers and readers, with the numbers of their places.</summary>
    protected static IReadOnlyList<string> Places { get; } = ["w0", "w1,r0", "r1", "r2,r3", "w2,r4"];

    protected string Name { get; } = UniqueName.Local();

    protected Random Random { get; }

    protected QueueBoard Board { get; }

    /// <summary>Who only looks.</summary>
    protected abstract IDisposable Eye { get; }

    /// <summary>Kills a process, perhaps while another is stopped, and puts another in its place.</summary>
    public void KillOne()
    {
        var place = Random.Next(_workers.Length);
        var other = (place + 1 + Random.Next(_workers.Length - 1)) % _workers.Length;
        var mustStop = Random.Next(4) == 0 && !OperatingSystem.IsWindows();
        if (mustStop)
        {
            Signals.Stop(_workers[other].Id);
        }

        _workers[place].Kill();
        if (mustStop)
        {
            Signals.Continue(_workers[other].Id);
        }

        foreach (var role in _places[place].Split(','))
        {
            Killed++;
            Settle(role[0] == 'w', role[1] - '0');
        }

        _workers[place].Dispose();
        Employ(place);
        CheckFault();
        Check(RegionInspector.Verify(Name));
    }

    /// <summary>Lets the writers stop and the readers read all there is, and checks what they leave.</summary>
    public void End()
    {
        AwaitProgress();
        Volatile.Write(ref Board.Stop, 1);
        Await(HaveStopped, "the writers do not stop");
        Assert.True(TryComplete());
        for (var kills = KillsAtEnd(); kills > 0; kills--)
        {
            KillOne();
        }

        foreach (var worker in _workers)
        {
            var answer = worker.Answer();
            Check(answer.StartsWith("ok ", StringComparison.Ordinal) ? [] : [answer, Board.Text()]);
            var numbers = answer.Split(' ');
            Done += long.Parse(numbers[1], CultureInfo.InvariantCulture);
            Lost += long.Parse(numbers[2], CultureInfo.InvariantCulture);
            worker.Exit();
        }

        CheckFault();
        var slot = RecoverDead();
        Check(RegionInspector.Verify(Name));
        Assert.Equal([slot], RegionInspector.Inspect(Name)!.Participants.Select(one => one.Slot));
        CheckEnd();
    }

    public void Dispose()
    {
        foreach (var worker in _workers)
        {
            worker?.Dispose();
        }

        _view.Dispose();
        _map.Dispose();
        Eye.Dispose();
    }

    /// <summary>Opens a writer, and completes.</summary>
    protected abstract bool TryComplete();

    /// <summary>Recovers who died; says the slot of who only looks, the only one that is left.</summary>
    protected abstract int RecoverDead();

    /// <summary>Checks what is left when all has been read.</summary>
    protected abstract void CheckEnd();

    /// <summary>Who has what, for people who look for a fault.</summary>
    protected abstract string Sight();

    /// <summary>Whether readers have gone on, when each had got so many.</summary>
    protected abstract bool HaveRead(IReadOnlyList<int> enough);

    /// <summary>How many are killed while they read to the end.</summary>
    protected virtual int KillsAtEnd() => 0;

    /// <summary>Writes down what one did not any more who was killed.</summary>
    protected virtual void Settle(bool isWriter, int number)
    {
        if (isWriter)
        {
            Board.HasStopped(number) = 0;
        }
    }

    protected void Begin()
    {
        for (var place = 0; place < _workers.Length; place++)
        {
            Employ(place);
        }

        AwaitProgress();
    }

    protected int Got(int reader) => Volatile.Read(ref Board.Got(reader));

    /// <summary>Fails where there are faults.</summary>
    protected void Check(IReadOnlyCollection<string> faults)
    {
        if (faults.Count > 0)
        {
            Assert.Fail($"{_what}: {string.Join('\n', faults)}\n{Sight()}");
        }
    }

    /// <summary>Of a pool that nobody needs anything of, all can be had.</summary>
    protected static void CheckPool(FramePool pool, int slot)
    {
        var all = Enumerable.Range(0, pool.Memory.Count).ToList();
        Assert.Equal(all, all.Select(_ => pool.TryTake(slot, out var taken) ? taken : -1).Order());
        Assert.False(pool.TryTake(slot, out var _));
    }

    // Every writer goes on, and so do readers.
    private void AwaitProgress()
    {
        var written = Enumerable.Range(0, QueueBoard.Writers).Select(writer => Written(writer) + Enough).ToArray();
        var got = Enumerable.Range(0, QueueBoard.Readers).Select(reader => Got(reader) + Enough).ToArray();
        Await(() => HaveStopped() || (written.Index().All(one => HasStopped(one.Index) || Written(one.Index) >= one.Item) && HaveRead(got)), "somebody does not go on");
    }

    private int Written(int writer) => Volatile.Read(ref Board.Written(writer));

    private bool HasStopped(int writer) => Volatile.Read(ref Board.HasStopped(writer)) != 0;

    private bool HaveStopped() => Enumerable.Range(0, QueueBoard.Writers).All(HasStopped);

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
            Check([$"{otherwise}."]);
        }
    }

    private void CheckFault() => Check(Volatile.Read(ref Board.Fault) == 2 ? [Board.Text()] : []);

    private void Employ(int place)
    {
        _workers[place] = _crew.Take();
        _workers[place].Send("stress", _verb, Name, _places[place], Random.Next().ToString(CultureInfo.InvariantCulture));
    }
}
