namespace Mapwire.Peer.Noise;

/// <summary>Those who write and read what a round writes over. Disposing closes them.</summary>
/// <typeparam name="TWriter">Who writes.</typeparam>
/// <typeparam name="TReader">Who reads.</typeparam>
internal abstract class NoiseUsers<TWriter, TReader>(NoiseRound round) : INoiseUsers
    where TWriter : class, IDisposable
    where TReader : class, IDisposable
{
    protected const int Participants = 6;
    private SharedMap? _map;

    public MapView View { get; private set; } = null!;

    public IReadOnlyList<NoisePart> Parts { get; protected init; } = [];

    public IReadOnlyList<Action> Often { get; protected init; } = [];

    public IReadOnlyList<Action> Seldom { get; protected init; } = [];

    protected static TimeSpan Short { get; } = TimeSpan.FromTicks(100);

    /// <summary>Where the region's header and its participants end.</summary>
    protected static int Body { get; } = (int)RegionHeader.BodyOffsetFor(Participants);

    protected NoiseRound Round => round;

    protected Random Random => round.Random;

    protected string Name => round.Name;

    protected List<TWriter> Writers { get; } = [];

    protected List<TReader> Readers { get; } = [];

    /// <summary>Who does the next, where it is a writer's.</summary>
    protected TWriter Writer { get; private set; } = null!;

    /// <summary>Who does the next, where it is a reader's.</summary>
    protected TReader Reader { get; private set; } = null!;

    public void Choose()
    {
        Reader = Readers[Random.Next(Readers.Count)];
        if (Writers.Count > 0)
        {
            Writer = Writers[Random.Next(Writers.Count)];
        }
    }

    public virtual void End() => round.Documented(AddReader);

    // What is said to be in use or to have ended; but nobody else uses an end.
    public virtual bool MayEndWith(Exception told) =>
        told.GetType() == typeof(InvalidOperationException) && !told.Message.Contains("thread", StringComparison.Ordinal);

    public void Dispose()
    {
        Close();
        Writers.ForEach(writer => writer.Dispose());
        Readers.ForEach(reader => reader.Dispose());
        View.Dispose();
        _map!.Dispose();
    }

    /// <summary>Adds the first, who has created the region.</summary>
    protected void Begin(TWriter writer)
    {
        Writers.Add(writer);
        _map = SharedMap.Open(Name);
        View = _map.CreateView();
    }

    /// <summary>Lets go of what is held besides.</summary>
    protected virtual void Close()
    {
    }

    protected abstract TWriter OpenWriter();

    protected abstract TReader OpenReader();

    protected void AddWriter() => Writers.Add(OpenWriter());

    protected void AddReader() => Readers.Add(OpenReader());

    protected static void RemoveFirst<T>(List<T> ends)
        where T : IDisposable
    {
        ends[0].Dispose();
        ends.RemoveAt(0);
    }

    /// <summary>One comes or goes; somebody is always left.</summary>
    protected void Change()
    {
        switch (Random.Next(4))
        {
            case 0:
                AddWriter();
                break;
            case 1 when Writers.Count > 1:
                RemoveFirst(Writers);
                break;
            case 2 when Readers.Count > 1:
                RemoveFirst(Readers);
                break;
            default:
                AddReader();
                break;
        }
    }

    /// <summary>Ends a claim in any way.</summary>
    protected void Fill(MessageClaim claim)
    {
        using (claim)
        {
            claim.Bytes.Fill(0x5A);
            if (Random.Next(3) > 0)
            {
                claim.Publish(Random.Next(claim.Length + 1));
            }
        }
    }
}
