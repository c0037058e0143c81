namespace Mapwire;

/// <summary>The body of a region that has latest values.</summary>
internal sealed class LatestContents(LatestCore core) : RegionContents
{
    public LatestCore Core => core;

    public override bool IsLent => core.WriterEnd is { HasClaim: true };

    public override void Recover(int slot, bool died) => core.Recover(slot, died);

    public override void Close(Exception reason) => core.Close(reason);

    public override void Fail(Exception reason) => core.Fail(reason);

    public override void Rouse() => core.Rouse();
}
