namespace Mapwire.Tool.Bench;

/// <summary>All transports in turn, again and again, so that each meets the machine in the same states.</summary>
internal sealed class Comparison(ComparePlan plan)
{
    private readonly List<CompareCell> _cells =
    [
        .. from kind in Enum.GetValues<BenchKind>()
           from size in plan.Sizes
           from transport in Transports.All
           select new CompareCell(kind, transport, size),
    ];

    public IReadOnlyList<CompareCell> Cells => _cells;

    public CompareCell FloorOf(CompareCell cell) =>
        _cells.First(other => (other.Kind, other.Size, other.Transport) == (cell.Kind, cell.Size, BenchTransport.Floor));

    /// <summary>Runs all rounds.</summary>
    /// <exception cref="InvalidDataException">A run failed; the message says which.</exception>
    public async Task RunAsync(Action<string> begins, CancellationToken cancellationToken)
    {
        for (var round = 0; round < plan.Rounds; round++)
        {
            foreach (var group in _cells.GroupBy(cell => (cell.Kind, cell.Size)))
            {
                // Each round begins with another.
                var turn = round % group.Count();
                foreach (var cell in group.Skip(turn).Concat(group.Take(turn)).Where(cell => cell.Skipped is null))
                {
                    var what = $"{cell.Kind.ToString().ToLowerInvariant()}, {Transports.NameOf(cell.Transport)}, {cell.Size} bytes";
                    begins($"round {round + 1} of {plan.Rounds}: {what}");
                    await RunAsync(cell, what, cancellationToken);
                }
            }
        }
    }

    private async Task RunAsync(CompareCell cell, string what, CancellationToken cancellationToken)
    {
        try
        {
            var bench = plan.Bench(cell.Kind, cell.Transport, cell.Size);
            if (Transports.Of(cell.Transport).Refuse(bench) is { } why)
            {
                cell.Skip(why);
                return;
            }

            cell.Add(await BenchRun.RunAsync(bench, cancellationToken));
        }
        catch (PlatformNotSupportedException failure)
        {
            cell.Skip(failure.Message);
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException($"{what}: {failure.Message}", failure);
        }
    }
}
