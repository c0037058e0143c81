using Mapwire.Benchmarks.CrossProcess.Locks;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>The C programs of the folder that was named; each is built when it is first wanted, if it is not.</summary>
internal sealed class QueueFloors(string? folder) : IDisposable
{
    private readonly Dictionary<string, FloorProgram> _programs = new(StringComparer.Ordinal);

    /// <summary>A line that a program of the folder fills.</summary>
    public QueueContender Contender(string name, string program, params object[] words) =>
        folder is null ? None(name) : new QueueContender(name, token => QueueRunner.OfProgram(PathOf(program), words)(token));

    /// <summary>The same with a variable in its environment.</summary>
    public QueueContender ContenderWith(string variable, string name, string program, params object[] words) =>
        folder is null ? None(name) : new QueueContender(name, token => QueueRunner.OfProgramWith(variable, PathOf(program), words)(token));

    /// <summary>How far the processors 0 and 1 lie from each other now; null where no folder was named.</summary>
    public async Task<double?> DistanceAsync(CancellationToken cancellationToken)
    {
        // For how many milliseconds, in windows of how many.
        Func<CancellationToken, Task<Figures>>? placement = folder is null ? null : QueueRunner.OfProgram(PathOf("placement"), 20, 1);
        return placement is null ? null : (await placement(cancellationToken))["rtt_p50"];
    }

    public void Dispose()
    {
        foreach (var program in _programs.Values)
        {
            program.Dispose();
        }
    }

    private static QueueContender None(string name) =>
        new(name, null) { Skipped = "name the folder of the C floors with --floors" };

    private string PathOf(string name)
    {
        if (!_programs.TryGetValue(name, out var program))
        {
            _programs[name] = program = new FloorProgram(folder!, name);
        }

        return program.Path;
    }
}
