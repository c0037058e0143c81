namespace Mapwire.Tool;

/// <summary>What the program's exit code means.</summary>
internal enum ExitCode
{
    Done = 0,
    Failed = 1,
    Usage = 64,
}
