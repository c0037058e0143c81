using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mapwire.Tool.Output;

/// <summary>One fact on standard output: a line for people, or one JSON value on one line.</summary>
internal static class Report
{
    public static void Say<T>(bool asJson, string line, T fact, JsonTypeInfo<T> type)
    {
        using var stream = RawOutput.Open();
        using var output = new StreamWriter(stream, Console.OutputEncoding);
        output.WriteLine(asJson ? JsonSerializer.Serialize(fact, type) : Printable.Line(line));
    }
}
