namespace Mapwire.Benchmarks.Micro;

/// <summary>Names that nobody else uses.</summary>
internal static class UniqueName
{
    public static string Local() => @"Local\bench-" + Guid.NewGuid().ToString("N");
}
