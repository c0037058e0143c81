using System.Runtime.CompilerServices;

namespace Mapwire;

/// <content>What becomes of a message whose frame is not there any more.</content>
internal sealed unsafe partial class TopicReader
{
    /// <summary>The first that was lost directly before what was taken last; its own sequence where none was.</summary>
    public long LostFrom => _told == _serial ? _loss.First : Sequence;

    /// <summary>Takes the next message as <see cref="TryTakeFast(out nint, out int)"/> does, for who is inside and has let go of the last one by <see cref="GoOn"/>.</summary>
    /// <param name="message">Where it lies.</param>
    /// <param name="length">How many bytes it has.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTakeInside(out nint message, out int length)
    {
        var place = Place;
        (message, length) = (0, 0);

        // Before what was lost is told nothing is taken so. And where there are several lanes they take turns after each frame: they share the slots, and what is not read of one is soon
        // another's.
        if (place >= _fast || _gaps[_lane] >= 0 || _memory.LanesUsed > 1)
        {
            return false;
        }

        // acquire: pairs with the release in LaneWriter
        var word = Volatile.Read(ref *(long*)place);
        var size = LaneRecord.BytesFor(LaneRecord.LengthOf(word));
        if (LaneRecord.StampOf(word) != _stamp || size > _fast - place)
        {
            return false;
        }

        message = (nint)(place + LaneRecord.WordSize);
        length = LaneRecord.LengthOf(word);
        if (_isChecked && !TryCopy(place, length, out message))
        {
            return false;
        }

        _serial++;
        Place = place + size;
        return true;
    }

    /// <summary>Lets go of what was taken, and says so at once; it goes on where it is.</summary>
    /// <returns>The lane in which there may be room now.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int GoOn()
    {
        (_positions[_lane], _sequences[_lane]) = (Next, _serial + _skew);
        Say(_lane);
        return _lane;
    }

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
