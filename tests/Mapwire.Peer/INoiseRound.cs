namespace Mapwire.Peer;

/// <summary>A round in which somebody writes over what others use.</summary>
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
