using System.Globalization;
using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>Runs one contender once: a C program, or one or two children of this program.</summary>
internal static class Runner
{
    public const string SideVerb = "lock-side";
    public const string EventSideVerb = "event-side";

    public static Func<CancellationToken, Task<Figures>> OfProgram(string program, params object[] words) =>
        async cancellationToken => Figures.Parse(await Programs.RunAsync(program, Text(words), cancellationToken));

    public static Func<CancellationToken, Task<Figures>> OfOne(LockWay way, int count, int processor) =>
        cancellationToken => RunAsync(cancellationToken, [SideVerb, way, NewName(), "alone", count, 0, processor]);

    public static Func<CancellationToken, Task<Figures>> OfTwo(
        LockWay way, int count, int between, int first, int second) => cancellationToken =>
    {
        var name = NewName();
        return RunAsync(
            cancellationToken,
            [SideVerb, way, name, "first", count, between, first],
            [SideVerb, way, name, "second", count, between, second]);
    };

    public static Func<CancellationToken, Task<Figures>> OfTwo(
        WaitStrategy waiting, int count, int first, int second) => cancellationToken =>
    {
        var name = NewName();
        return RunAsync(
            cancellationToken,
            [EventSideVerb, waiting, name, "first", count, 0, first],
            [EventSideVerb, waiting, name, "second", count, 0, second]);
    };

    // What the first of them says counts.
    private static async Task<Figures> RunAsync(CancellationToken cancellationToken, params object[][] sides)
    {
        List<ChildProgram> children = [];
        try
        {
            children.AddRange(sides.Select(words => ChildProgram.OfSelf(Text(words))));
            foreach (var child in children)
            {
                var said = await child.ReadLineAsync(cancellationToken);
                if (said != Side.Ready)
                {
                    throw new InvalidOperationException($"A child said: {said}");
                }
            }

            foreach (var child in children)
            {
                await child.SayAsync(Side.Go, cancellationToken);
            }

            // If any of them fails the others wait without end.
            var lines = children.ConvertAll(child => child.ReadLineAsync(cancellationToken));
            await foreach (var line in Task.WhenEach(lines))
            {
                _ = await line;
            }

            await Task.WhenAll(children.Select(child => child.EndAsync(cancellationToken)));
            return Figures.Parse(await lines[0]);
        }
        finally
        {
            children.ForEach(child => child.Dispose());
        }
    }

    private static string NewName() => "bench-" + Guid.NewGuid().ToString("N");

    private static IEnumerable<string> Text(IEnumerable<object> words) =>
        words.Select(word => Convert.ToString(word, CultureInfo.InvariantCulture)!);
}
