namespace Mapwire.Tool.Output;

/// <summary>The room for one frame; who fills it, who holds it and who is to read it are slots of participants.</summary>
internal sealed record FrameSlotReport(int Number, string State, long Generation, int? Filler, IReadOnlyList<int> Holders, IReadOnlyList<int> Awaited)
{
    public static FrameSlotReport Of(FrameSlotInfo one) => new(one.Number, Frames.FrameText.Of(one.Use), one.Generation, one.Filler, one.Holders, one.Awaited);
}
