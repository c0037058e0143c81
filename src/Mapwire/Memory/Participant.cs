using System.Text;

namespace Mapwire;

/// <summary>Who takes part in a region, as its table tells.</summary>
public sealed record Participant
{
    /// <summary>Its slot, counted from 0.</summary>
    public required int Slot { get; init; }

    /// <summary>The number of its process, as that process sees it: in another container it means nothing here.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Its name: that of its program, unless it chose another.</summary>
    public required string Name { get; init; }

    /// <summary>When it joined, by the clock of its machine, UTC.</summary>
    public required DateTime Joined { get; init; }

    /// <summary>Whether the kernel says that it lives. False for one that died and has not been recovered yet.</summary>
    public bool IsAlive { get; init; }

    internal static Participant Read(MapView view, int slot)
    {
        var offset = SlotTable.OffsetOf(slot);
        var entry = view.ReadOnlyAt<SlotLayout>(offset);
        var name = view.AsReadOnlySpan(offset + SlotLayout.NameOffset, SlotLayout.MostNameBytes).ToArray();
        return new Participant
        {
            Slot = slot,
            ProcessId = entry.ProcessId,
            Name = Encoding.UTF8.GetString(name, 0, Math.Clamp(entry.NameLength, 0, SlotLayout.MostNameBytes)),
            Joined = Utc.OfTicks(entry.Joined),
        };
    }
}
