using System.Globalization;
using Mapwire.Peer;
using Mapwire.Peer.Stress;
using Mapwire.Tests.Support;

namespace Mapwire.Tests.Stress;

/// <summary>What the queue of a run is like.</summary>
/// <param name="Capacity">Of each lane.</param>
/// <param name="Prefetch">Of each reader.</param>
/// <param name="Leases">Who leases; see the board.</param>
/// <param name="MostBytes">How long messages are at most.</param>
/// <param name="HasOneReader">Whether there is one reader at a time.</param>
internal sealed record QueueKind(int Capacity, int Prefetch, int Leases, int MostBytes, bool HasOneReader);

/// <summary>One queue, what those who write and read it write down, and what must be true of that.</summary>
internal class QueueRun : MessageRun
{
    private static readonly string[] _oneReader = ["w0", "w1", "r0", "w2"];
    private int _mayBeLost;

    public QueueRun(int seed, QueueKind kind, QueueCrew crew, Random random)
        : base("queue", $"Seed {seed}, {kind}", kind.HasOneReader ? _oneReader : Places, crew, random)
    {
        var options = new QueueOptions
        {
            Capacity = kind.Capacity,
            MaxWriters = QueueBoard.Writers + 2,
            MaxParticipants = 32,
            MaxLeases = 128,
            SingleReader = kind.HasOneReader,
        };
        Part = new QueuePart(QueueHandle.Create(Name, options, MessageType.Bytes));
        (Board.Prefetch, Board.Leases, Board.MostBytes) = (kind.Prefetch, kind.Leases, kind.MostBytes);
        Begin();
    }

    /// <summary>One that begins later: who derives from it creates the queue.</summary>
    protected QueueRun(string verb, string what, QueueCrew crew, Random random)
        : base(verb, what, Places, crew, random)
    {
    }

    protected sealed override IDisposable Eye => Part;

    protected QueuePart Part { get; init; } = null!;

    protected override bool TryComplete()
    {
        using var writer = QueueWriter.Open(Name);
        return writer.Complete();
    }

    protected sealed override int RecoverDead()
    {
        Part.Handle.RecoverDead();
        return Part.Handle.Slot;
    }

    protected override void CheckEnd()
    {
        CheckMarks();
        Check(QueueWhole.Faults(Part, mustBeEmpty: true) is { Length: > 0 } faults ? [faults] : []);
    }

    protected sealed override string Sight() => QueueSight.Of(Part);

    // Some do: the others may find nothing left to read.
    protected sealed override bool HaveRead(IReadOnlyList<int> enough) => Enumerable.Range(0, enough.Count).Sum(Got) >= enough.Sum();

    protected sealed override int KillsAtEnd() => Random.Next(3);

    // A message about to be written may be there or not, and one given to the program may be lost.
    protected sealed override void Settle(bool isWriter, int number)
    {
        base.Settle(isWriter, number);
        if (isWriter)
        {
            var intent = Board.Intent(number);
            if (intent != Board.Written(number))
            {
                Board.Mark(number, intent) = Board.Mark(number, intent) | QueueBoard.Maybe;
                Board.Written(number) = intent;
            }
        }
        else
        {
            _mayBeLost += Board.Asks(number) != 0 && !Board.MustLease(number) ? 1 : 0;
            Board.Asks(number) = 0;
        }
    }

    private void CheckMarks()
    {
        List<string> missing = [];
        List<string> doubled = [];
        Done = 0;
        for (var writer = 0; writer < QueueBoard.Writers; writer++)
        {
            for (var number = 1; number <= Board.Intent(writer); number++)
            {
                var mark = Board.Mark(writer, number);
                var (fresh, again) = (QueueBoard.FreshOf(mark), QueueBoard.AgainOf(mark));
                Done += fresh + again;
                if ((mark & (QueueBoard.Done | QueueBoard.Maybe)) == 0)
                {
                    missing.Add(string.Create(CultureInfo.InvariantCulture, $"{writer}:{number}"));
                }
                else if (fresh > 1 || (Board.Leases == 0 && fresh + again > 1))
                {
                    doubled.Add(string.Create(CultureInfo.InvariantCulture, $"{writer}:{number}"));
                }
            }
        }

        Lost = missing.Count;
        Check(Lost <= _mayBeLost ? [] : [$"{Lost} are missing (writer:number), of which {_mayBeLost} may be: {string.Join(' ', missing.Take(200))}"]);
        Check(doubled.Count == 0 ? [] : [$"read twice: {string.Join(' ', doubled.Take(200))}"]);
    }
}
