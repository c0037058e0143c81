using Spectre.Console;

namespace Mapwire.Tool.Output;

/// <summary>Rows for people: a drawn table on a terminal, tab-separated lines anywhere else.</summary>
internal sealed class Grid(params string[] headings)
{
    private const int Pair = 2;
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add([.. cells.Select(Printable.Line)]);

    public void Show()
    {
        if (Console.IsOutputRedirected)
        {
            using var output = StandardOutput.OpenText();
            foreach (var row in _rows.Prepend(headings))
            {
                output.WriteLine(string.Join('\t', row));
            }
        }
        else if (headings.Length == Pair || Width() <= AnsiConsole.Profile.Width)
        {
            AnsiConsole.Write(Table());
        }
        else
        {
            ShowNarrow();
        }
    }

    /// <summary>The same behind an empty line.</summary>
    public void ShowBelow()
    {
        using (var output = StandardOutput.OpenText())
        {
            output.WriteLine();
        }

        Show();
    }

    private Table Table()
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var heading in headings)
        {
            _ = table.AddColumn(new TableColumn(new Text(heading)));
        }

        foreach (var row in _rows)
        {
            _ = table.AddRow(row.Select(cell => new Text(cell)));
        }

        return table;
    }

    // On a terminal too narrow for the table each cell has a line of its own.
    private void ShowNarrow()
    {
        var room = headings.Max(heading => heading.Length);
        foreach (var row in _rows)
        {
            for (var column = 0; column < headings.Length; column++)
            {
                AnsiConsole.WriteLine(headings[column].PadRight(room) + " " + row[column]);
            }

            AnsiConsole.WriteLine();
        }
    }

    private int Width()
    {
        const int Frame = 3;
        var rows = _rows.Prepend(headings);
        return 1 + headings.Select((_, column) => rows.Max(row => row[column].Length) + Frame).Sum();
    }
}
