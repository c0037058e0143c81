namespace Mapwire;

/// <summary>The body of a region that is a queue or a topic.</summary>
internal sealed class LaneContents(LaneCore core) : RegionContents
{
    public LaneCore Core => core;

    public override bool IsLent => core.WriteGate.Lane is { HasClaim: true };

    public override void Part() => core.Part();

    public override void Recover(int slot, bool died) => core.Recover(slot, died);

    public override void Close(Exception reason) => core.Close(reason);

    public override void Fail(Exception reason) => core.Fail(reason);

    public override void Rouse() => core.Rouse();
}
