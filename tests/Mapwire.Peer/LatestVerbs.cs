using System.Diagnostics;
using System.Globalization;
using Mapwire.Peer.Stress;

namespace Mapwire.Peer;

/// <summary>Verbs of one who writes latest values or reads them.</summary>
internal sealed class LatestVerbs : IDisposable
{
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(120);
    private LatestWriter? _writer;
    private LatestReader? _reader;
    private LatestClaim? _claim;
    private LatestSteps? _steps;
    private Task<string>? _wait;

    /// <summary>The answer; null for words that are none of these verbs.</summary>
    public string? Do(string[] words) => words switch
    {
        ["latest-writer", var name] => Keep(LatestWriter.Open(name)),
        ["latest-reader", var name] => Keep(LatestReader.Open(name, new LatestOptions { Waiting = WaitStrategy.Park })),
        ["latest-steps", var name] => Keep(new LatestSteps(name)),
        ["latest-step", var step] => _steps!.Take(step, -1, -1),
        ["latest-step", var step, var first] => _steps!.Take(step, Number(first), -1),
        ["latest-step", var step, var first, var second] => _steps!.Take(step, Number(first), Number(second)),
        ["latest-write", var value, var size] => Write(Number(value), Number(size)),
        ["latest-claim", var value, var size] => Claim(Number(value), Number(size)),
        ["latest-read"] => Read(),
        ["latest-begin", "wait"] => Begin(Task.Factory.StartNew(() => Stamped(_reader!.WaitForChange(_watchdog)), default, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
        ["latest-begin", "wait-async"] => Begin(WaitAsync()),
        ["latest-stress", var name, var seed] => LatestWorker.Write(name, Number(seed)),
        ["latest-stress-read", var name, var seed] => LatestWorker.Read(name, Number(seed)),
        ["ended"] when _wait is not null => _wait.Wait(_watchdog) ? _wait.Result : throw new InvalidOperationException("The wait did not end."),
        _ => null,
    };

    public void Dispose()
    {
        _claim?.Dispose();
        _steps?.Dispose();
        _reader?.Dispose();
        _writer?.Dispose();
    }

    private string Keep(LatestWriter writer)
    {
        _writer = writer;
        return "writes";
    }

    private string Keep(LatestReader reader)
    {
        _reader = reader;
        return "reads";
    }

    private string Keep(LatestSteps steps)
    {
        _steps = steps;
        return "writes";
    }

    private string Write(int value, int size)
    {
        _writer!.Write(QueueNumber.Bytes(value, size));
        return "written";
    }

    // Left open.
    private string Claim(int value, int size)
    {
        _claim = _writer!.Claim(size);
        QueueNumber.Fill(_claim.Bytes, value);
        return "claimed";
    }

    private string Read() => _reader!.TryRead(out var value, out var stamp)
        ? string.Create(CultureInfo.InvariantCulture, $"{QueueNumber.Text(value, again: false)} version {stamp.Version} skipped {stamp.Skipped}")
        : "none";

    private async Task<string> WaitAsync() => Stamped(await _reader!.WaitForChangeAsync().ConfigureAwait(false));

    private string Begin(Task<string> wait)
    {
        _wait = wait;
        return "begun";
    }

    // When it ended, by the clock that all processes of the machine share.
    private static string Stamped(LatestChange change) => string.Create(CultureInfo.InvariantCulture, $"{change}\t{Stopwatch.GetTimestamp()}");

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
