using System.Globalization;
using System.Text.Json;
using Mapwire.Benchmarks.CrossProcess.Locks;
using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Runs one contender once: a C program, or children of this program.</summary>
internal static class QueueRunner
{
    // The program of the system that sets variables of another's environment, and becomes that.
    private const string Setter = "env";

    public static Func<CancellationToken, Task<Figures>> OfProgram(string program, params object[] words) =>
        async cancellationToken => Figures.Parse(await Programs.RunAsync(program, Text(words), cancellationToken));

    /// <summary>A program that is told something by its environment.</summary>
    public static Func<CancellationToken, Task<Figures>> OfProgramWith(string variable, string program, params object[] words) =>
        OfProgram(Setter, [variable, program, .. words]);

    /// <summary>Children, of which each is told its part.</summary>
    public static Func<CancellationToken, Task<Figures>> Of(params IReadOnlyList<QueueJob> jobs) => async cancellationToken =>
    {
        var name = "bench-" + Guid.NewGuid().ToString("N");
        List<(QueueJob Job, ChildProgram Child)> children = [];
        try
        {
            foreach (var job in jobs)
            {
                var words = JsonSerializer.Serialize(job with { Name = name });
                children.Add((job, ChildProgram.OfSelf(QueueSide.Verb, words)));
            }

            // If any of them fails the others may wait without end.
            await AllAsync(children, child => ExpectReadyAsync(child, cancellationToken));
            foreach (var (_, child) in children)
            {
                await child.SayAsync(Side.Go, cancellationToken);
            }

            return Together(await AllAsync(children, child => ToEndAsync(child, cancellationToken)));
        }
        finally
        {
            children.ForEach(one => one.Child.Dispose());
        }
    };

    private static async Task<IReadOnlyList<Figures>> AllAsync(
        List<(QueueJob Job, ChildProgram Child)> children, Func<ChildProgram, Task<Figures>> step)
    {
        var steps = children.ConvertAll(one => step(one.Child));
        await foreach (var ended in Task.WhenEach(steps))
        {
            if (!ended.IsCompletedSuccessfully)
            {
                // Those that were only told to stop are the ones that hung.
                var stuck = children.Where((_, at) => !steps[at].IsCompletedSuccessfully && (ended.IsCanceled || steps[at] == ended));
                var names = string.Join(", ", stuck.Select(one => $"{one.Job.Role} {one.Job.Number}"));
                throw ended.IsCanceled
                    ? new TimeoutException($"{names} has not ended")
                    : new InvalidOperationException($"{names}: {ended.Exception!.InnerException!.Message}");
            }
        }

        return steps.ConvertAll(ended => ended.Result);
    }

    private static async Task<Figures> ExpectReadyAsync(ChildProgram child, CancellationToken cancellationToken)
    {
        var said = await child.ReadLineAsync(cancellationToken);
        return said == Side.Ready ? [] : throw new InvalidOperationException($"It said: {said}");
    }

    private static async Task<Figures> ToEndAsync(ChildProgram child, CancellationToken cancellationToken)
    {
        var figures = Figures.Parse(await child.ReadLineAsync(cancellationToken));
        await child.EndAsync(cancellationToken);
        return figures;
    }

    // Each figure is said by one of them, or is a sum.
    private static Figures Together(IReadOnlyList<Figures> all)
    {
        var figures = new Figures();
        foreach (var (name, value) in all.SelectMany(one => one))
        {
            figures[name] = figures.GetValueOrDefault(name) + value;
        }

        return figures;
    }

    private static IEnumerable<string> Text(IEnumerable<object> words) =>
        words.Select(word => Convert.ToString(word, CultureInfo.InvariantCulture)!);
}
