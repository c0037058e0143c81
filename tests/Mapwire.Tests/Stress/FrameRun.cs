using System.Globalization;
using Mapwire.Peer;
using Mapwire.Peer.Stress;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Stress;

/// <summary>One topic of frames, the processes that publish to it and subscribe, and what must be true of it.</summary>
internal sealed class FrameRun : IDisposable
{
    private const int Enough = 3;
    private static readonly string[] _places = ["p0", "p1,s0", "s1", "s2,s3", "p2,s4"];
    private readonly string _name = UniqueName.Local();
    private readonly string _what;
    private readonly Random _random;
    private readonly QueueCrew _crew;
    private readonly TopicPart _eye;
    private readonly SharedMap _map;
    private readonly MapView _view;
    private readonly QueueBoard _board;
    private readonly PeerProcess[] _workers = new PeerProcess[_places.Length];

    public FrameRun(int seed, int count, QueueCrew crew, Random random)
    {
        (_random, _crew) = (random, crew);
        var options = new FrameOptions { FrameBytes = 16 << random.Next(10), FrameCount = count, MaxPublishers = QueueBoard.Writers + 2, MaxParticipants = 32 };
        _eye = new TopicPart(TopicHandle.Create(_name, options.ForTopic(FrameMessages<FrameMark>.Type), FrameMessages<FrameMark>.Type));
        _map = SharedMap.Create(_name + "-board", QueueBoard.Size);
        _view = _map.CreateView();
        _board = new QueueBoard(_view);
        _what = string.Create(CultureInfo.InvariantCulture, $"Seed {seed}, {count} frames up to {options.FrameBytes} bytes");
        for (var place = 0; place < _places.Length; place++)
        {
            Employ(place);
        }

        AwaitProgress();
    }

    /// <summary>How many frames were published and read by those that lived to the end.</summary>
    public long Passed { get; private set; }

    /// <summary>How many were lost to them, and told so.</summary>
    public long Lost { get; private set; }

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

        foreach (var role in _places[place].Split(',').Where(role => role[0] == 'p'))
        {
            _board.HasStopped(role[1] - '0') = 0;
        }

        _workers[place].Dispose();
        Employ(place);
        CheckFault();
        var faults = RegionInspector.Verify(_name);
        Assert.True(faults.Count == 0, $"{_what}: {string.Join('\n', faults)}");
    }

    /// <summary>Lets the publishers stop and the subscribers read all there is.</summary>
    public void End()
    {
        AwaitProgress();
        Volatile.Write(ref _board.Stop, 1);
        Await(HaveStopped, "the publishers do not stop");
        using (var publisher = FramePublisher<FrameMark>.Open(_name))
        {
            Assert.True(publisher.Complete());
        }

        foreach (var worker in _workers)
        {
            var answer = worker.Answer();
            Assert.True(answer.StartsWith("ok ", StringComparison.Ordinal), $"{_what}: {answer} {_board.Text()}");
            var numbers = answer.Split(' ');
            Passed += long.Parse(numbers[1], CultureInfo.InvariantCulture);
            Lost += long.Parse(numbers[2], CultureInfo.InvariantCulture);
            worker.Exit();
        }

        CheckFault();
        _eye.Handle.RecoverDead();
        Assert.Empty(RegionInspector.Verify(_name));
        var info = RegionInspector.Inspect(_name)!;
        Assert.Equal([_eye.Handle.Slot], info.Participants.Select(one => one.Slot));
        Assert.Empty(info.Topic!.Subscribers);
        Assert.All(info.Topic.Lanes, lane => Assert.Null(lane.Publisher));

        // The pool is whole: nobody needs anything of it, and all of it can be had.
        var slots = info.Topic.Frames!.Slots;
        Assert.All(slots, slot => Assert.True(slot.State != FrameSlotState.Filling && slot.Holders.Count == 0 && slot.Awaited.Count == 0));
        var pool = _eye.Core.Pool!;
        Assert.Equal(slots.Select(slot => slot.Number), slots.Select(_ => pool.TryTake(_eye.Handle.Slot, out var taken) ? taken : -1).Order());
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

    private bool HaveStopped() => Enumerable.Range(0, QueueBoard.Writers).All(writer => Volatile.Read(ref _board.HasStopped(writer)) != 0);

    private void AwaitProgress()
    {
        var written = Enumerable.Range(0, QueueBoard.Writers).Select(writer => Volatile.Read(ref _board.Written(writer)) + Enough).ToArray();
        var got = Enumerable.Range(0, QueueBoard.Readers).Select(reader => Volatile.Read(ref _board.Got(reader)) + Enough).ToArray();
        Await(
            () => HaveStopped() || (written.Index().All(one => Volatile.Read(ref _board.Written(one.Index)) >= one.Item || Volatile.Read(ref _board.HasStopped(one.Index)) != 0)
                && got.Index().All(one => Volatile.Read(ref _board.Got(one.Index)) >= one.Item)),
            "somebody does not go on");
    }

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
            Assert.Fail($"{_what}: {otherwise}.\n{string.Join('\n', RegionInspector.Inspect(_name)!.Topic!.Subscribers)}\n{string.Join('\n', RegionInspector.Inspect(_name)!.Topic!.Frames!.Slots)}");
        }
    }

    private void CheckFault() => Assert.True(Volatile.Read(ref _board.Fault) != 2, $"{_what}: {_board.Text()}");

    private void Employ(int place)
    {
        _workers[place] = _crew.Take();
        _workers[place].Send("frame-stress", _name, _places[place], _random.Next().ToString(CultureInfo.InvariantCulture));
    }
}
