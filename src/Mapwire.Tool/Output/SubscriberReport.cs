namespace Mapwire.Tool.Output;

/// <summary>How a subscriber of a topic does; its name and process are those of the participant in its slot.</summary>
internal sealed record SubscriberReport(int Slot, string Policy, bool Disconnected, long LagMessages, long LagBytes, long Read, long Lost)
{
    public static SubscriberReport Of(SubscriberInfo one) =>
        new(one.Slot, Topics.TopicText.Of(one.Policy), one.IsDisconnected, one.LagMessages, one.LagBytes, one.Read, one.Lost);
}
