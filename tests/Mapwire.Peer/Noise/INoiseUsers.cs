namespace Mapwire.Peer.Noise;

/// <summary>Those who use what a round writes over, and what they do with it.</summary>
internal interface INoiseUsers : IDisposable
{
    /// <summary>All that is written over.</summary>
    MapView View { get; }

    /// <summary>Where it is written over.</summary>
    IReadOnlyList<NoisePart> Parts { get; }

    /// <summary>What is done most of the time, each as often.</summary>
    IReadOnlyList<Action> Often { get; }

    /// <summary>What is done now and then besides.</summary>
    IReadOnlyList<Action> Seldom { get; }

    /// <summary>Chooses who does the next.</summary>
    void Choose();

    /// <summary>The last that is done.</summary>
    void End();

    /// <summary>Whether it is documented that a use may end so, besides with <see cref="InvalidRegionException"/>.</summary>
    bool MayEndWith(Exception told);
}
