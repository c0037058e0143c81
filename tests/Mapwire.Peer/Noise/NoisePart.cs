namespace Mapwire.Peer.Noise;

/// <summary>A part of a region that a round writes over.</summary>
/// <param name="Name">For the message of a failure.</param>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Weight">How often it is chosen, beside the others.</param>
internal sealed record NoisePart(string Name, long From, long To, int Weight = 1);
