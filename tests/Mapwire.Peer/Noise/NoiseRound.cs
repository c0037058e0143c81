namespace Mapwire.Peer.Noise;

/// <summary>One round of writing over what is in use; everything in it follows from its number.</summary>
internal sealed class NoiseRound(int number)
{
    private const int Corruptions = 12;
    private const int Uses = 8;
    private INoiseUsers? _users;
    private string _corruption = "nothing";

    /// <summary>For all choices.</summary>
    public Random Random { get; } = new(number);

    /// <summary>Of what is written over.</summary>
    public string Name { get; } = "noise-" + Guid.NewGuid().ToString("N");

    /// <summary>How many corruptions were made.</summary>
    public int Done { get; private set; }

    /// <summary>How often somebody noticed who used it; one who only looks does not count.</summary>
    public int Noticed { get; private set; }

    /// <summary>What was done last, for the message of a failure.</summary>
    public string Last { get; private set; } = "nothing";

    public void Play(Func<NoiseRound, INoiseUsers> make)
    {
        using var users = make(this);
        _users = users;
        Use(4 * Uses);
        if (Noticed > 0)
        {
            throw new InvalidDataException("Something was noticed before there was anything.");
        }

        var whole = users.View.ReadOnlySpan.ToArray();
        var isRepaired = Random.Next(2) == 0;
        for (; Done < Corruptions; Done++)
        {
            var (at, bytes) = Corrupt(users);
            Use(Uses);
            Last = $"{_corruption}, then a look";
            _ = IsNoticed(() => RegionInspector.Verify(Name));
            _ = IsNoticed(() => RegionInspector.Inspect(Name));
            if (isRepaired)
            {
                // Of what was written over, a part may be as it was, and a part as it is now.
                whole.AsSpan(at, bytes).CopyTo(users.View.AsSpan(at, bytes));
            }
        }

        Last = $"{_corruption}, then the end";
        users.End();
    }

    /// <summary>Does what may end with an exception that is documented, and with no other.</summary>
    public void Documented(Action use)
    {
        if (IsNoticed(use))
        {
            Noticed++;
        }
    }

    /// <summary>Begins waits and cancels them.</summary>
    public void Cancel(params IEnumerable<Func<CancellationToken, Task>> waits)
    {
        using var cancellation = new CancellationTokenSource();
        var begun = waits.Select(wait => wait(cancellation.Token)).ToList();
        cancellation.Cancel();
        foreach (var wait in begun)
        {
            Documented(() =>
            {
                try
                {
                    wait.GetAwaiter().GetResult();
                }
                catch (OperationCanceledException)
                {
                }
            });
        }
    }

    private bool IsNoticed(Action use)
    {
        try
        {
            use();
        }
        catch (InvalidRegionException)
        {
            return true;
        }
        catch (Exception told) when (_users!.MayEndWith(told))
        {
        }

        return false;
    }

    // A byte, a word or a range.
    private (int At, int Length) Corrupt(INoiseUsers users)
    {
        var view = users.View;
        var part = Choose(users.Parts);
        var (from, to) = ((int)part.From, (int)part.To);
        var length = Math.Min(Random.Next(4) switch { 0 => 1, 1 => 4, 2 => 8, _ => 1 + Random.Next(200) }, to - from);
        var at = from + Random.Next(to - from - length + 1);
        at -= length is 4 or 8 ? at % length : 0;
        var span = view.AsSpan(at, length);
        _corruption = $"{length} bytes at {at} of {view.Length}, in the {part.Name} from {from} to {to}";
        switch (Random.Next(5))
        {
            case 0:
                span.Clear();
                break;
            case 1:
                span.Fill(0xFF);
                break;
            case 2:
                // Something that is near to what is there, or was.
                span[0] += (byte)(Random.Next(2) == 0 ? 1 : 255);
                break;
            case 3:
                view.ReadOnlySpan.Slice(Random.Next((int)view.Length - length + 1) & ~7, length).CopyTo(span);
                break;
            default:
                Random.NextBytes(span);
                break;
        }

        return (at, length);
    }

    private NoisePart Choose(IReadOnlyList<NoisePart> parts)
    {
        var left = Random.Next(parts.Sum(part => part.Weight));
        return parts.First(part => (left -= part.Weight) < 0);
    }

    private void Use(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Documented(Use);
        }
    }

    private void Use()
    {
        var (often, seldom) = (_users!.Often, _users.Seldom);
        _users.Choose();
        var what = Random.Next(Random.Next(4) == 0 ? often.Count + seldom.Count : often.Count);
        var use = what < often.Count ? often[what] : seldom[what - often.Count];
        Last = $"{_corruption}, then {use.Method.Name}";
        use();
    }
}
