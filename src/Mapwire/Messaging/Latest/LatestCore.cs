using System.Globalization;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>Latest values as one participant takes part in them, as the writer or as a reader.</summary>
/// <remarks>The protocol is in docs/protocols.md, "Latest".</remarks>
internal sealed unsafe class LatestCore : Waitable
{
    private const int MostTries = 100;

    /// <param name="region">The region.</param>
    /// <param name="type">What its values must be; null for whatever they are.</param>
    /// <exception cref="InvalidRegionException">It holds other values, or its header says what cannot be.</exception>
    public LatestCore(Region region, MessageType? type)
        : base(region)
    {
        Memory = new LatestMemory(region.View, region.Header, region.Name);
        var own = new MessageType(Memory.TypeName, Memory.TypeSize);
        if (type is not null && (own != type || region.Header.SchemaHash != type.Hash))
        {
            throw new InvalidRegionException(
                region.Name, "type of values", $"{own} (schema 0x{region.Header.SchemaHash:X16})", $"{type} (schema 0x{type.Hash:X16})", "Open it as what it is.");
        }

        Gate = new LatestGate(this);
        Line = NewLine<LatestChange>(Gate);
    }

    public LatestMemory Memory { get; }

    /// <summary>The writing end; null of a reader.</summary>
    public LatestWriterEnd? WriterEnd { get; set; }

    public LatestGate Gate { get; }

    public WaitLine<LatestChange> Line { get; }

    /// <summary>The word that says who writes.</summary>
    public long Writer => Volatile.Read(ref Memory.Head->Writer);

    /// <summary>The version of the newest whole value.</summary>
    /// <exception cref="InvalidRegionException">It says what cannot be.</exception>
    public long Newest
    {
        get
        {
            var newest = Volatile.Read(ref Memory.Head->Newest);
            return newest is >= 0 and < LatestMemory.MostVersion ? newest : throw ImpossibleNewest(newest, 0);
        }
    }

    /// <summary>Whether nobody writes, as the kernel says it.</summary>
    public bool IsWriterGone
    {
        get
        {
            using var use = Use();
            for (var i = 0; i < MostTries; i++)
            {
                var word = Writer;
                var slot = LatestWriterWord.SlotOf(word);
                if (slot < 0 || slot >= Memory.Slots)
                {
                    return true;
                }

                // The slot of one that has gone meanwhile may be another's by now.
                var isTaken = Region.Slots.Locks.IsTaken(slot);
                if (Writer == word)
                {
                    return !isTaken;
                }
            }

            return false;
        }
    }

    public InvalidRegionException ImpossibleNewest(long found, long least) => Memory.Damage(
        "version of the newest value", found, string.Create(CultureInfo.InvariantCulture, $"{least} or more, and less than {LatestMemory.MostVersion}"));

    /// <summary>Becomes the writer; a dead one's place is taken over.</summary>
    /// <exception cref="InvalidOperationException">There is one; the message says who.</exception>
    public void TakeWriter()
    {
        var word = Writer;
        for (var i = 0; i < MostTries && LatestWriterWord.IsPossible(word, Memory.Slots); i++)
        {
            var slot = LatestWriterWord.SlotOf(word);
            if (slot < 0)
            {
                // acquire: what the last writer wrote comes before; pairs with the exchange in Recover
                if (Interlocked.CompareExchange(ref Memory.Head->Writer, LatestWriterWord.Taken(word, Region.Slot), word) == word)
                {
                    return;
                }
            }
            else if (!Region.Slots.RecoverIfDead(slot) && Writer == word)
            {
                throw Taken(slot);
            }

            word = Writer;
        }

        throw Memory.Damage("writer", word, "the slot of one, or none");
    }

    /// <summary>After a value was published: wakes every reader that waits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void TellReaders()
    {
        ref var flag = ref Memory.Head->ReadersWait;
        var read = Volatile.Read(ref flag);
        RingAll();

        // Who has raised it since then is not among those that were rung for sure: the flag stays.
        _ = Flag.TryLower(ref flag, read);
    }

    public override void Recover(int slot, bool died)
    {
        _ = Interlocked.Exchange(ref Region.Int(Memory.BellOf(slot)), Bell.Idle);
        var word = Writer;
        var wrote = LatestWriterWord.SlotOf(word) == slot;
        if (wrote)
        {
            // release, and a full fence: what it wrote comes before, the look at the bells behind; pairs with TakeWriter and LatestGate.
            _ = Interlocked.CompareExchange(ref Memory.Head->Writer, LatestWriterWord.Freed(word), word);
        }

        // Who died may have been about to tell of a value, or of another's going.
        if (wrote || died)
        {
            RingAll();
        }
    }

    private void RingAll()
    {
        for (int slot = 0, used = Region.Slots.Used; slot < used; slot++)
        {
            Region.RingSurely(Memory.BellOf(slot));
        }
    }

    private InvalidOperationException Taken(int slot)
    {
        var who = Participant.Read(Region.View, slot);
        return new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture, $"{Memory.Name} has one writer at a time, and that is {who.Name} (process {who.ProcessId}). Close it first, or write there."));
    }
}
