namespace Mapwire.Tests.Inspection;

/// <summary>Writes to a queue or reads from it until it is stopped, and opens it anew from time to time.</summary>
internal sealed class QueueWorker
{
    private const int Turns = 200;
    private static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(1);
    private readonly Thread _thread;
    private Exception? _failure;
    private volatile bool _isDone;

    private QueueWorker(Action<QueueWorker> run)
    {
        _thread = new Thread(() =>
        {
            while (!_isDone && _failure is null)
            {
                try
                {
                    run(this);
                }
                catch (Exception failure)
                {
                    _failure = failure;
                }
            }
        });
        _thread.Start();
    }

    public static QueueWorker Write(string name, int seed) => new(worker =>
    {
        var random = new Random(seed);
        using var writer = QueueWriter.Open(name);
        for (var turn = 0; turn < Turns && !worker._isDone; turn++)
        {
            _ = writer.TryWrite(new byte[random.Next(300)], _moment);
        }
    });

    public static QueueWorker Read(string name, int seed) => new(worker =>
    {
        using var reader = QueueReader.Open(name, new QueueOptions { Prefetch = seed });
        for (var turn = 0; turn < Turns && !worker._isDone; turn++)
        {
            _ = reader.TryRead(_moment, out _);
        }
    });

    public static QueueWorker Lease(string name, int seed) => new(worker =>
    {
        var random = new Random(seed);
        using var reader = QueueReader.Open(name);
        for (var turn = 0; turn < Turns && !worker._isDone; turn++)
        {
            if (reader.TryLease(_moment, out var lease) && random.Next(4) > 0)
            {
                lease.Dispose();
            }
            else
            {
                lease.GiveBack();
            }
        }
    });

    public void Stop()
    {
        _isDone = true;
        _thread.Join();
        if (_failure is not null)
        {
            throw new InvalidOperationException("A worker failed.", _failure);
        }
    }
}
