namespace Mapwire;

/// <summary>A subscriber that takes part: with a slot, cursors and a bell.</summary>
internal sealed class TopicSeat : SubscriberSeat
{
    private readonly TopicHandle _handle;
    private readonly bool _isBlocking;
    private ReadPacing? _pacing;

    /// <param name="handle">The participant.</param>
    /// <param name="policy">What becomes of it when it is slow.</param>
    public TopicSeat(TopicHandle handle, SubscriberPolicy policy)
    {
        _handle = handle;
        _isBlocking = policy == SubscriberPolicy.Block;
        try
        {
            handle.RecoverDead();
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public override string Name => _handle.Name;

    public override TopicMemory Memory => _handle.Core.Memory;

    public override int Slot => _handle.Slot;

    public override bool IsCompleted
    {
        get
        {
            using var use = _handle.Core.Use();
            return _handle.Core.IsCompleted;
        }
    }

    public override string Error => _handle.Core.Error;

    public override TopicCounts Counts => _handle.Counts;

    public override void Take(SubscriberEnd end, TopicReader lanes)
    {
        _handle.End = lanes;
        _handle.Core.End = end;
        _pacing = new ReadPacing(_handle, lanes);
    }

    public override void Freed(int lane)
    {
        if (_isBlocking)
        {
            _handle.Core.Freed(lane);
        }
    }

    public override bool Await(Deadline deadline) => _pacing!.Await(deadline);

    public override ValueTask<bool> WaitAsync(CancellationToken cancellation) => _handle.Core.ReadLine.WaitAsync(cancellation);

    public override void Dispose() => _handle.Dispose();
}
