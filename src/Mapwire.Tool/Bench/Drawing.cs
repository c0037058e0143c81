using System.Globalization;
using System.Text;
using System.Xml;

namespace Mapwire.Tool.Bench;

/// <summary>An SVG picture of rectangles, lines and text.</summary>
internal sealed class Drawing : IDisposable
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private static readonly XmlWriterSettings _settings = new()
    {
        Indent = true,
        NewLineChars = "\n",
        OmitXmlDeclaration = true,
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    };

    private readonly XmlWriter _writer;

    public Drawing(Stream output, int width, int height)
    {
        _writer = XmlWriter.Create(output, _settings);
        _writer.WriteStartElement("svg", Namespace);
        Put("viewBox", $"0 0 {width} {height}");
        Put("width", width);
        Put("height", height);
        Put("font-family", "Helvetica, Arial, sans-serif");
        Box(0, 0, width, height, "#ffffff", null);
    }

    public void Box(double x, double y, double width, double height, string fill, string? title)
    {
        _writer.WriteStartElement("rect", Namespace);
        Put("x", x);
        Put("y", y);
        Put("width", width);
        Put("height", height);
        Put("fill", fill);
        if (title is not null)
        {
            _writer.WriteElementString("title", Namespace, title);
        }

        _writer.WriteEndElement();
    }

    public void Line(double x1, double y1, double x2, double y2, string stroke, double width = 1)
    {
        _writer.WriteStartElement("line", Namespace);
        Put("x1", x1);
        Put("y1", y1);
        Put("x2", x2);
        Put("y2", y2);
        Put("stroke", stroke);
        Put("stroke-width", width);
        _writer.WriteEndElement();
    }

    /// <summary>Text whose start, middle or end lies at a point; turned, it reads upwards.</summary>
    public void Text(double x, double y, string text, double size, string fill, string anchor = "start", bool isBold = false, bool isTurned = false)
    {
        _writer.WriteStartElement("text", Namespace);
        Put("x", x);
        Put("y", y);
        Put("font-size", size);
        Put("fill", fill);
        Put("text-anchor", anchor);
        if (isBold)
        {
            Put("font-weight", "bold");
        }

        if (isTurned)
        {
            Put("transform", string.Create(CultureInfo.InvariantCulture, $"rotate(-90 {x:0.##} {y:0.##})"));
        }

        _writer.WriteString(text);
        _writer.WriteEndElement();
    }

    public void Dispose()
    {
        _writer.WriteEndElement();
        _writer.Dispose();
    }

    private void Put(string name, double value) => Put(name, value.ToString("0.##", CultureInfo.InvariantCulture));

    private void Put(string name, string value) => _writer.WriteAttributeString(name, value);
}
