using System.Globalization;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.Bench;

/// <summary>A comparison as a picture: a panel for the trips and one for the messages one way, each with a bar for every transport and size.</summary>
internal sealed class ComparePlot
{
    private const int LeastWidth = 900;
    private const int BarRoom = 48;
    private const int LineHeight = 15;
    private const int LineLength = 140;
    private const int Left = 90;
    private const int Right = 30;
    private const int Head = 60;
    private const int PanelHeight = 300;
    private const int PanelHead = 34;
    private const int BarsHeight = 190;
    private const double BarShare = 0.72;
    private const double Whisker = 4;
    private const double Small = 10;
    private const double Normal = 11;
    private const string Ink = "#222222";
    private const string Pale = "#dddddd";
    private const string Grey = "#666666";
    private static readonly string[] _colours = ["#7f8fa6", "#e1a04b", "#8a6fb0", "#5b9e6f", "#c0676b", "#5478b8", "#b0b04b", "#4ba8b0"];
    private readonly Drawing _drawing;
    private readonly int _width;

    private ComparePlot(Drawing drawing, int width) => (_drawing, _width) = (drawing, width);

    public static byte[] Draw(IReadOnlyList<CompareCell> cells, MachineFacts machine, string command, int rounds)
    {
        string[] foot = [.. Lines(machine.ToString()), .. Lines(command)];
        var width = Math.Max(LeastWidth, Left + Right + (cells.Count(cell => cell.Kind == BenchKind.Latency) * BarRoom));
        using var picture = new MemoryStream();
        using (var drawing = new Drawing(picture, width, Head + (2 * PanelHeight) + ((foot.Length + 1) * LineHeight)))
        {
            var plot = new ComparePlot(drawing, width);
            drawing.Text(Left, 28, "Messages between two processes", 18, Ink, isBold: true);
            drawing.Text(Left, 46, $"Bars: median of {Rounds(rounds)}; lines: least to most. The scale is logarithmic.", Normal, Grey);
            plot.Panel(cells, BenchKind.Latency, Head, "Latency: median round trip (less is better)", "time there and back", BenchText.Time, (figure, _) => figure);
            plot.Panel(
                cells, BenchKind.Throughput, Head + PanelHeight, "Throughput: bytes one way (more is better)", "bytes in a second", BenchText.Bytes, (figure, size) => figure * size);
            for (var i = 0; i < foot.Length; i++)
            {
                drawing.Text(Left, Head + (2 * PanelHeight) + ((i + 1) * LineHeight), foot[i], Small, Grey);
            }
        }

        return picture.ToArray();
    }

    private static string Rounds(int rounds) => rounds == 1 ? "1 round" : $"{rounds} rounds in turn";

    private static IEnumerable<string> Lines(string text) => Printable.Line(text).Chunk(LineLength).Select(line => new string(line));

    private void Panel(
        IReadOnlyList<CompareCell> cells, BenchKind kind, double top, string title, string axis, Func<double, string> unit, Func<double, int, double> scale)
    {
        var groups = cells.Where(cell => cell.Kind == kind).GroupBy(cell => cell.Size).ToList();
        var values = groups.SelectMany(group => group).Where(cell => cell.IsMeasured)
            .SelectMany(cell => new[] { scale(cell.Main!.Min, cell.Size), scale(cell.Main.Max, cell.Size) }).ToList();
        var bottom = top + PanelHead + BarsHeight;
        var log = new LogAxis(values, bottom, BarsHeight);
        _drawing.Text(Left, top + 14, title, 13, Ink, isBold: true);
        _drawing.Text(22, top + PanelHead + (BarsHeight / 2.0), axis, Normal, Grey, "middle", isTurned: true);
        foreach (var power in log.Powers)
        {
            _drawing.Line(Left, log.At(power), _width - Right, log.At(power), Pale);
            _drawing.Text(Left - 6, log.At(power) + 4, BenchText.Power(power, unit), Small, Grey, "end");
        }

        var room = (double)(_width - Left - Right) / groups.Count;
        for (var i = 0; i < groups.Count; i++)
        {
            Group([.. groups[i]], Left + (i * room), room, bottom, log, unit, scale);
        }

        _drawing.Line(Left, bottom, _width - Right, bottom, Ink);
    }

    private void Group(
        IReadOnlyList<CompareCell> cells, double left, double room, double bottom, LogAxis log, Func<double, string> unit, Func<double, int, double> scale)
    {
        const double Gap = 0.06;
        var step = room * (1 - (2 * Gap)) / cells.Count;
        for (var i = 0; i < cells.Count; i++)
        {
            var (cell, middle) = (cells[i], left + (room * Gap) + ((i + 0.5) * step));
            var name = Transports.NameOf(cell.Transport);
            _drawing.Text(middle, bottom + 14, name, Small, Ink, "middle");
            if (!cell.IsMeasured)
            {
                _drawing.Text(middle, bottom - 6, "skipped", Small, Grey, "middle");
                continue;
            }

            var (value, least, most) = (scale(cell.Main!.Median, cell.Size), scale(cell.Main.Min, cell.Size), scale(cell.Main.Max, cell.Size));
            var title = $"{name}, {Size(cell.Size)}: {unit(value)} ({unit(least)} to {unit(most)})";
            _drawing.Box(middle - (step * BarShare / 2), log.At(value), step * BarShare, bottom - log.At(value), _colours[i % _colours.Length], title);
            _drawing.Line(middle, log.At(least), middle, log.At(most), Ink);
            _drawing.Line(middle - Whisker, log.At(least), middle + Whisker, log.At(least), Ink);
            _drawing.Line(middle - Whisker, log.At(most), middle + Whisker, log.At(most), Ink);
            _drawing.Text(middle, log.At(most) - 5, unit(value), Small, Ink, "middle");
        }

        _drawing.Text(left + (room / 2), bottom + 32, "messages of " + Size(cells[0].Size), Normal, Grey, "middle");
    }

    private static string Size(int bytes) => string.Create(CultureInfo.InvariantCulture, $"{Units.Bytes(bytes)}");
}
