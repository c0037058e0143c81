namespace Mapwire;

/// <summary>The waiters of a line in their order, and spare ones to be used again. For one thread at a time.</summary>
internal sealed class WaiterList<THold>
{
    private LineWaiter<THold>? _last;
    private LineWaiter<THold>? _spare;

    public LineWaiter<THold>? First { get; private set; }

    /// <summary>Puts a waiter at the end.</summary>
    public void Add(LineWaiter<THold> waiter)
    {
        waiter.IsInLine = true;
        waiter.Before = _last;
        _last = waiter;
        if (waiter.Before is null)
        {
            First = waiter;
        }
        else
        {
            waiter.Before.Next = waiter;
        }
    }

    /// <summary>Takes a waiter out, if it is in.</summary>
    public void Remove(LineWaiter<THold> waiter)
    {
        if (!waiter.IsInLine)
        {
            return;
        }

        if (waiter.Before is null)
        {
            First = waiter.Next;
        }
        else
        {
            waiter.Before.Next = waiter.Next;
        }

        if (waiter.Next is null)
        {
            _last = waiter.Before;
        }
        else
        {
            waiter.Next.Before = waiter.Before;
        }

        waiter.Before = waiter.Next = null;
        waiter.IsInLine = false;
    }

    public LineWaiter<THold>? TakeSpare()
    {
        var waiter = _spare;
        if (waiter is not null)
        {
            _spare = waiter.Next;
            waiter.Next = null;
        }

        return waiter;
    }

    public void KeepSpare(LineWaiter<THold> waiter)
    {
        waiter.Next = _spare;
        _spare = waiter;
    }
}
