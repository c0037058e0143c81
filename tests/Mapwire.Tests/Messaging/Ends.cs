using Mapwire.Tests.Support;

namespace Mapwire.Tests.Messaging;

/// <summary>A small queue with one writer and one reader.</summary>
internal sealed class Ends : IDisposable
{
    public Ends(QueueOptions? options = null)
    {
        options ??= new QueueOptions { Capacity = Messages.Smallest, MaxParticipants = 4, MaxWriters = 2 };
        Options = options;
        Reader = QueueReader.Create(UniqueName.Local(), options);
        Writer = QueueWriter.Open(Reader.Name, options);
        Bytes = new QueueBytes(Reader.Name);
    }

    public QueueOptions Options { get; }

    public QueueWriter Writer { get; }

    public QueueReader Reader { get; }

    public QueueBytes Bytes { get; }

    public static Ends With(int prefetch = 256, QueueFullMode mode = QueueFullMode.Wait, WaitStrategy waiting = WaitStrategy.SpinThenPark) => new(new QueueOptions
    {
        Capacity = Messages.Smallest,
        MaxParticipants = 8,
        MaxWriters = 3,
        Prefetch = prefetch,
        FullMode = mode,
        Waiting = waiting,
    });

    public QueueReader AnotherReader() => QueueReader.Open(Reader.Name, Options);

    /// <summary>Writes until there is no room; says how many.</summary>
    public int FillUp(int length, int first = 0)
    {
        var count = 0;
        while (Writer.TryWrite(Messages.Of(first + count, length)))
        {
            count++;
        }

        return count;
    }

    public void Dispose()
    {
        Writer.Dispose();
        Reader.Dispose();
        Bytes.Dispose();
    }
}
