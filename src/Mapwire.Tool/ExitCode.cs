namespace Mapwire.Tool;

/// <summary>What the program's exit code means. <c>lock</c> and <c>semaphore</c> end with that of their command.</summary>
internal enum ExitCode
{
    Done = 0,
    Failed = 1,
    Usage = 64,
    NotInTime = 75,
    CannotRun = 126,
    NoSuchCommand = 127,
    Interrupted = 130,
}
