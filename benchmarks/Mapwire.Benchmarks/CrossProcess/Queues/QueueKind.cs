namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>How the queues of a run are created; null stands for the library's default.</summary>
/// <param name="IsOneToOne">Whether they know of one writer and one reader.</param>
/// <param name="Waiting">How both sides wait.</param>
/// <param name="Capacity">How many bytes they have for each writer.</param>
internal sealed record QueueKind(bool IsOneToOne, WaitStrategy? Waiting, long? Capacity)
{
    public QueueOptions Options()
    {
        var standard = new QueueOptions();
        return new QueueOptions
        {
            SingleReader = IsOneToOne,
            SingleWriter = IsOneToOne,
            Waiting = Waiting ?? standard.Waiting,
            Capacity = Capacity ?? standard.Capacity,
        };
    }

    public TopicOptions TopicOptions(bool mayLose = false)
    {
        var standard = new TopicOptions();
        return new TopicOptions
        {
            Waiting = Waiting ?? standard.Waiting,
            Capacity = Capacity ?? standard.Capacity,
            Policy = mayLose ? SubscriberPolicy.DropOldest : standard.Policy,
        };
    }
}
