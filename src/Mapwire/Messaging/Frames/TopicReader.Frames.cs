namespace Mapwire;

/// <content>What becomes of a message whose frame is not there any more.</content>
internal sealed unsafe partial class TopicReader
{
    /// <summary>What was taken last is of no use: it was never this subscriber's.</summary>
    public void Skip() => _pauses++;

    /// <summary>What was taken last is lost. To be told with the next of its lane; with Disconnect it is the end.</summary>
    /// <param name="first">The first that is lost with it.</param>
    /// <param name="mayEnd">Whether it is the end where that is wanted.</param>
    /// <exception cref="SubscriberDisconnectedException">It is the end.</exception>
    public void Lose(long first, bool mayEnd)
    {
        var (lane, sequence) = (_lane, Sequence);
        _lost++;
        _pauses++;
        _gaps[lane] = first;
        if (mayEnd && _policy == SubscriberPolicy.Disconnect)
        {
            _end = new TopicLoss(lane, first, sequence);
            Say(lane);
            ref var state = ref _memory.Cell(_slot)->State;
            Volatile.Write(ref state, new SubscriberState(state).As(SubscriberState.Disconnected).Word);
            RequireConnected();
        }
    }
}
