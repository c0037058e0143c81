using System.Globalization;
using Mapwire.Peer.Noise;
using Mapwire.Peer.Stress;

namespace Mapwire.Peer;

/// <summary>What a peer can be told to do. Each verb answers with one line: <c>ok …</c>, or <c>failed TYPE MESSAGE</c>.</summary>
internal sealed class Verbs(TextReader input, TextWriter output) : IDisposable
{
    private readonly Dictionary<string, SharedMap> _maps = [];
    private readonly Dictionary<string, MapView> _views = [];

    // Never disposed.
    private readonly List<SharedMap> _forgotten = [];
    private readonly RegionVerbs _region = new();
    private readonly QueueVerbs _queue = new();
    private readonly TopicVerbs _topic = new();
    private readonly LatestVerbs _latest = new();
    private readonly FrameVerbs _frames = new();
    private readonly FrameQueueVerbs _frameQueue = new();

    public int Run()
    {
        Say("ready");
        while (input.ReadLine() is { } line && line != "exit")
        {
            try
            {
                Say("ok " + Do(line.Split('\t')));
            }
            catch (Exception failure) when (failure is IOException or ArgumentException or UnauthorizedAccessException
                or InvalidOperationException or NotSupportedException)
            {
                Say($"failed {failure.GetType().Name} {failure.Message}");
            }
        }

        return 0;
    }

    public void Dispose()
    {
        _latest.Dispose();
        _queue.Dispose();
        _topic.Dispose();
        _frames.Dispose();
        _frameQueue.Dispose();
        _region.Dispose();
        foreach (var view in _views.Values)
        {
            view.Dispose();
        }

        foreach (var map in _maps.Values)
        {
            map.Dispose();
        }
    }

    private string Do(string[] words) => words switch
    {
        ["create", var name, var size] => Keep(name, SharedMap.Create(name, Number(size))),
        ["create-all-users", var name, var size] => Keep(name, SharedMap.Create(name, Number(size), new MapOptions { Security = MapSecurity.AllUsers })),
        ["create-and-forget", var name, var size] => Forget(SharedMap.Create(name, Number(size))),
        ["create-with-a-view-and-lose", var name, var size] => Lose(name, Number(size)),
        ["open", var name] => Keep(name, SharedMap.Open(name)),
        ["open-read-only", var name] => Keep(name, SharedMap.Open(name, new MapOptions { Access = MapAccess.ReadOnly })),
        ["open-trusting", var name, var owner] => Keep(name, SharedMap.Open(name, new MapOptions { TrustedOwners = [owner] })),
        ["create-or-open", var name, var size] => Keep(name, SharedMap.CreateOrOpen(name, Number(size), out var created)) + (created ? " created" : " opened"),
        ["close", var name] => Close(name),
        ["close-map", var name] => CloseMapOnly(name),
        ["write", var name, var offset, var value] => Write(name, Number(offset), Number(value)),
        ["read", var name, var offset] => View(name).At<long>(Number(offset)).ToString(CultureInfo.InvariantCulture),
        ["add", var name, var offset, var times] => Add(name, Number(offset), Number(times)),
        ["open-file", var path] => Keep(path, SharedMap.OpenFile(path)),
        ["scramble", var name, var slot, var seed, var steps] => Scramble.Run(name, (int)Number(slot), (int)Number(seed), (int)Number(steps)),
        _ when NoiseRun.Do(words) is { } answer => answer,
        _ when MessageWorker.Do(words) is { } answer => answer,
        _ when _topic.Do(words) is { } answer => answer,
        _ when _latest.Do(words) is { } answer => answer,
        _ when _frames.Do(words) is { } answer => answer,
        _ when _frameQueue.Do(words) is { } answer => answer,
        _ when _queue.Do(words) is { } answer => answer,
        _ when _region.Do(words) is { } answer => answer,
        _ when !OperatingSystem.IsWindows() => CrashVerbs.Do(words),
        _ => throw new ArgumentException($"No verb '{words[0]}' with {words.Length - 1} words."),
    };

    private string Keep(string name, SharedMap map)
    {
        _maps[name] = map;
        return map.Size.ToString(CultureInfo.InvariantCulture);
    }

    // Nobody has it any more, and the collector has seen that.
    private static string Lose(string name, long size)
    {
        Make(name, size);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return "lost";

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Make(string name, long size) => SharedMap.Create(name, size).CreateView().Span[0] = 1;
    }

    private string Forget(SharedMap map)
    {
        _forgotten.Add(map);
        return "forgotten";
    }

    private string Close(string name)
    {
        if (_views.Remove(name, out var view))
        {
            view.Dispose();
        }

        return CloseMapOnly(name);
    }

    private string CloseMapOnly(string name)
    {
        if (_maps.Remove(name, out var map))
        {
            map.Dispose();
        }

        return "closed";
    }

    private MapView View(string name)
    {
        if (!_views.TryGetValue(name, out var view))
        {
            _views[name] = view = _maps[name].CreateView();
        }

        return view;
    }

    private string Write(string name, long offset, long value)
    {
        View(name).At<long>(offset) = value;
        return "written";
    }

    private string Add(string name, long offset, long times)
    {
        var view = View(name);
        for (var i = 0L; i < times; i++)
        {
            _ = Interlocked.Increment(ref view.At<long>(offset));
        }

        return "added";
    }

    private void Say(string line)
    {
        output.WriteLine(line.ReplaceLineEndings(" "));
        output.Flush();
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
