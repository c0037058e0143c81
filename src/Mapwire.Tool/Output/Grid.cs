using Spectre.Console;

namespace Mapwire.Tool.Output;

/// <summary>Rows for people: a drawn table on a terminal, tab-separated lines anywhere else.</summary>
internal sealed class Grid(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add([.. cells.Select(Printable.Line)]);

    public void Show()
    {
        if (Console.IsOutputRedirected)
        {
            using var stream = RawOutput.Open();
            using var output = new StreamWriter(stream, Console.OutputEncoding);
            foreach (var row in _rows.Prepend(headings))
            {
                output.WriteLine(string.Join('\t', row));
            }

            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (var heading in headings)
        {
            _ = table.AddColumn(new TableColumn(new Text(heading)));
        }

        foreach (var row in _rows)
        {
            _ = table.AddRow(row.Select(cell => new Text(cell)));
        }

        AnsiConsole.Write(table);
    }
}
