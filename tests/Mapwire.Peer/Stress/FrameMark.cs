namespace Mapwire.Peer.Stress;

/// <summary>The metadata of a frame of a run: who wrote it.</summary>
internal readonly record struct FrameMark(int Writer, int Life, int Number);
