namespace Mapwire.Peer;

/// <summary>One round of writing over what is in use; everything in it follows from its number.</summary>
internal interface INoiseRound : IDisposable
{
    /// <summary>How many corruptions were made.</summary>
    int Done { get; }

    /// <summary>How often somebody noticed.</summary>
    int Noticed { get; }

    /// <summary>What was done last, for the message of a failure.</summary>
    string Last { get; }

    void Play();
}
