namespace Mapwire.Tool.Bench;

/// <summary>Where the processes of one run agree on how many messages come, and say that they get on.</summary>
/// <remarks>Its waits end with the process, which whoever started it ends as soon as another fails.</remarks>
internal sealed class Board : IDisposable
{
    private readonly SharedMap _map;
    private readonly MapView _view;

    private Board(SharedMap map)
    {
        _map = map;
        _view = map.CreateView();
    }

    public string Name => _map.Name;

    public long Progress => Volatile.Read(ref Words.Progress);

    private ref BoardLayout Words => ref _view.At<BoardLayout>(0);

    public static Board Create() => new(SharedMap.Create(NewName(), BoardLayout.Size));

    public static Board Open(string name) => new(SharedMap.Open(name));

    /// <summary>A name that no other run uses.</summary>
    public static string NewName() => $@"Local\mapwire-bench-{Guid.NewGuid():N}";

    /// <summary>Says where the transport can be reached.</summary>
    public void Offer(long port) => Volatile.Write(ref Words.Port, port);

    /// <summary>Waits until somebody offers the transport.</summary>
    public long AwaitOffer() => AwaitMore(ref Words.Port, 0);

    /// <summary>Says that what was offered has been taken.</summary>
    public void Take() => Volatile.Write(ref Words.Taken, 1);

    /// <summary>Waits until somebody has taken what was offered.</summary>
    public void AwaitTaken() => AwaitMore(ref Words.Taken, 0);

    /// <summary>Allows messages up to a number in all.</summary>
    public void Announce(long announced, bool isLast)
    {
        Words.IsLast = isLast ? 1 : 0;

        // release: pairs with the acquire in AwaitMore
        Volatile.Write(ref Words.Announced, announced);
    }

    /// <summary>Waits until more messages are allowed than have been.</summary>
    public long AwaitAnnounced(long done, out bool isLast)
    {
        var announced = AwaitMore(ref Words.Announced, done);
        isLast = Words.IsLast != 0;
        return announced;
    }

    /// <summary>Says that a writer has sent its share; returns how many shares have been sent in all.</summary>
    public long EndSending() => Interlocked.Increment(ref Words.Sent);

    /// <summary>Says that a reader has received its share.</summary>
    public void EndReceiving() => Interlocked.Increment(ref Words.Received);

    /// <summary>Waits until so many shares have been received.</summary>
    public void AwaitReceived(long shares) => AwaitMore(ref Words.Received, shares - 1);

    /// <summary>Says that the run gets on.</summary>
    public void GetOn() => Volatile.Write(ref Words.Progress, Words.Progress + 1);

    public void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
    }

    private static long AwaitMore(ref long word, long than)
    {
        var spinner = default(Spinner);
        long value;
        while ((value = Volatile.Read(ref word)) <= than)
        {
            spinner.Once();
        }

        return value;
    }
}
