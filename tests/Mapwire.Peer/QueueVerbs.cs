using System.Diagnostics;
using System.Globalization;

namespace Mapwire.Peer;

/// <summary>Verbs of one who writes to a queue or reads from it.</summary>
internal sealed class QueueVerbs : IDisposable
{
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(120);
    private QueueWriter? _writer;
    private QueueReader? _reader;
    private MessageClaim? _claim;
    private QueueLease _lease;
    private QueueSteps? _steps;
    private Task<string>? _wait;

    /// <summary>The answer; null for words that are none of these verbs.</summary>
    public string? Do(string[] words) => words switch
    {
        ["queue-writer", var name] => Keep(QueueWriter.Open(name, new QueueOptions { Waiting = WaitStrategy.Park })),
        ["queue-reader", var name, var prefetch] => Keep(QueueReader.Open(name, new QueueOptions { Waiting = WaitStrategy.Park, Prefetch = Number(prefetch) })),
        ["queue-part", var name] => Keep(new QueueSteps(QueuePart.Open(name))),
        ["queue-step", var step] => _steps!.Take(step, -1, -1),
        ["queue-step", var step, var first] => _steps!.Take(step, Number(first), -1),
        ["queue-step", var step, var first, var second] => _steps!.Take(step, Number(first), Number(second)),
        ["queue-put", var value, var size] => _writer!.TryWrite(QueueNumber.Bytes(Number(value), Number(size))) ? "put" : "full",
        ["queue-claim", var value, var size] => Claim(Number(value), Number(size)),
        ["queue-publish"] => Publish(),
        ["queue-take"] => _reader!.TryRead(out var message) ? QueueNumber.Text(message.Span, message.IsRedelivered) : "none",
        ["queue-lease"] => _reader!.TryLease(out _lease) ? QueueNumber.Text(_lease.Span, _lease.IsRedelivered) : "none",
        ["queue-done"] => End(() => _lease.Dispose()),
        ["queue-back"] => End(() => _lease.GiveBack()),
        ["queue-complete", var error] => _writer!.Complete(error) ? "completed" : "had been",
        ["queue-begin", "read"] => Begin(Read),
        ["queue-begin", "lease"] => Begin(Lease),
        ["queue-begin", "read-async"] => Begin(ReadAsync()),
        ["queue-begin", "write", var value, var size] => Begin(() => Write(Number(value), Number(size))),
        ["ended"] when _wait is not null => _wait.Wait(_watchdog) ? _wait.Result : throw new InvalidOperationException("The wait did not end."),
        _ => null,
    };

    public void Dispose()
    {
        _steps?.Dispose();
        _reader?.Dispose();
        _writer?.Dispose();
    }

    private string Keep(QueueWriter writer)
    {
        _writer = writer;
        return "writes";
    }

    private string Keep(QueueReader reader)
    {
        _reader = reader;
        return "reads";
    }

    private string Keep(QueueSteps steps)
    {
        _steps = steps;
        return "takes part";
    }

    // Left open.
    private string Claim(int value, int size)
    {
        if (!_writer!.TryClaim(size, out _claim))
        {
            return "full";
        }

        QueueNumber.Fill(_claim.Bytes, value);
        return "claimed";
    }

    private string Publish()
    {
        _claim!.Publish();
        return "published";
    }

    private static string End(Action end)
    {
        end();
        return "ended";
    }

    private string Read() => _reader!.TryRead(_watchdog, out var message) ? QueueNumber.Text(message.Span, message.IsRedelivered) : Nothing();

    private string Lease() => _reader!.TryLease(_watchdog, out _lease) ? QueueNumber.Text(_lease.Span, _lease.IsRedelivered) : Nothing();

    private async Task<string> ReadAsync()
    {
        try
        {
            var message = await _reader!.ReadAsync().ConfigureAwait(false);
            return Stamped(QueueNumber.Text(message.Span, message.IsRedelivered));
        }
        catch (QueueCompletedException)
        {
            return Stamped(Nothing());
        }
    }

    private string Write(int value, int size) => _writer!.TryWrite(QueueNumber.Bytes(value, size), _watchdog) ? "put" : "full";

    private string Nothing() => "nothing will come" + (_reader!.Error.Length > 0 ? ": " + _reader.Error : string.Empty);

    private string Begin(Func<string> wait) =>
        Begin(Task.Factory.StartNew(() => Stamped(wait()), default, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    private string Begin(Task<string> wait)
    {
        _wait = wait;
        return "begun";
    }

    // When it ended, by the clock that all processes of the machine share.
    private static string Stamped(string outcome) => string.Create(CultureInfo.InvariantCulture, $"{outcome}\t{Stopwatch.GetTimestamp()}");

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
