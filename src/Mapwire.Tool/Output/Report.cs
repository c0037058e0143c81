using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mapwire.Tool.Output;

/// <summary>One fact on standard output: a line for people, or one JSON value on one line.</summary>
internal static class Report
{
    /// <remarks>The JSON context is made only where it is needed: making it takes longer than most commands.</remarks>
    public static void Say<T>(bool asJson, string line, T fact, Func<ToolJson, JsonTypeInfo<T>> type)
    {
        using var output = StandardOutput.OpenText();
        output.WriteLine(asJson ? JsonSerializer.Serialize(fact, type(ToolJson.Default)) : Printable.Line(line));
    }
}
