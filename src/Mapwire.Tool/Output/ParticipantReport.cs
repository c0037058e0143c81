namespace Mapwire.Tool.Output;

/// <summary>Who takes part in a region.</summary>
internal sealed record ParticipantReport(int Slot, int ProcessId, string Name, DateTime Joined, bool Alive)
{
    public static ParticipantReport Of(Participant one) => new(one.Slot, one.ProcessId, one.Name, one.Joined, one.IsAlive);
}
