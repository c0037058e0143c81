namespace Mapwire.Benchmarks;

/// <summary>What the program's exit code means. A skipped case is no failure.</summary>
internal enum ExitCode
{
    Done = 0,
    Failed = 1,
    Usage = 64,
}
