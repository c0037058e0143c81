namespace Mapwire.Platform;

/// <summary>A participant as the table of its region tells of it: enough to watch it, never proof of anything.</summary>
/// <param name="Slot">Its slot.</param>
/// <param name="ProcessId">The number of its process, as that process sees it.</param>
/// <param name="Namespace">Which numbering that is; 0 where it is not known.</param>
internal readonly record struct Peer(int Slot, int ProcessId, ulong Namespace);
