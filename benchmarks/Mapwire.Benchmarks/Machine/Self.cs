namespace Mapwire.Benchmarks.Machine;

/// <summary>How this program starts itself again.</summary>
internal static class Self
{
    public static (string Program, IEnumerable<string> Arguments) CommandFor(params IEnumerable<string> words)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("This program does not know its own path.");
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? (program, [typeof(Self).Assembly.Location, .. words])
            : (program, words);
    }
}
