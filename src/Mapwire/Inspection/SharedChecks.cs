namespace Mapwire;

/// <summary>What must hold at every moment in what all lanes of a queue or a topic have in common.</summary>
internal sealed class SharedChecks(LaneSight lanes, Findings findings)
{
    public void Run()
    {
        findings.Check(Schema);
        findings.Check(Used);
        findings.Check(Completed);
    }

    public static bool IsBell(int bell) => bell is Bell.Idle or Bell.Waits or Bell.Sleeps or Bell.Rung;

    private string? Schema()
    {
        var type = new MessageType(lanes.Lanes.TypeName, lanes.Lanes.TypeSize);
        return lanes.Region.Header.SchemaHash == type.Hash ? null
            : $"The schema is 0x{lanes.Region.Header.SchemaHash:X16}, expected 0x{type.Hash:X16} for messages of {type}.";
    }

    private string? Used()
    {
        var used = Volatile.Read(in lanes.Shared.LanesUsed);
        return used < 0 || used > lanes.Lanes.Lanes ? $"The number of used lanes is {used}, expected 0 to {lanes.Lanes.Lanes}." : null;
    }

    private string? Completed()
    {
        // Who completes it takes the word first, and writes the error then.
        var length = Volatile.Read(in lanes.Shared.ErrorLength);
        var completed = lanes.Completed;
        var slot = (completed >> 2) - 1;
        return length is < 0 or > LaneSharedLayout.MostErrorBytes ? $"The error has {length} bytes, expected 0 to {LaneSharedLayout.MostErrorBytes}."
            : completed == 0 ? length == 0 ? null : $"It has an error of {length} bytes, and is not completed."
            : completed == 2 ? null
            : (completed & 3) != 1 || slot < 0 || slot >= lanes.Lanes.Slots ? $"The word of completion is {completed}, which no participant writes."
            : !RegionSight.IsLive(lanes.Region.State(slot)) && lanes.Completed == completed ? $"It is being completed by slot {slot}, which is nobody's."
            : null;
    }
}
