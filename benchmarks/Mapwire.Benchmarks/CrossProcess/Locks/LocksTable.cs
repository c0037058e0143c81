namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>One table of the report.</summary>
internal sealed record LocksTable(LocksPart Part, IReadOnlyList<LocksColumn> Columns, IReadOnlyList<LocksRow> Rows)
{
    public static LocksTable Of(LocksPart part, IReadOnlyList<LockContender> contenders)
    {
        var columns = LocksColumn.Of(part);
        return new LocksTable(
            part,
            columns,
            [.. contenders.Select(one => LocksRow.Of(one, contenders.Single(other => other.Name == one.Reference), columns))]);
    }
}
