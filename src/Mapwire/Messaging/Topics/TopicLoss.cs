namespace Mapwire;

/// <summary>Messages of one publisher that a subscriber did not get, since it was too slow. They are told before the first message behind them.</summary>
/// <param name="Publisher">The number of the publisher's lane.</param>
/// <param name="First">The sequence of the first that was lost.</param>
/// <param name="Last">The sequence of the last that was lost.</param>
public readonly record struct TopicLoss(int Publisher, long First, long Last)
{
    /// <summary>How many they are.</summary>
    public long Count => Last - First + 1;
}
