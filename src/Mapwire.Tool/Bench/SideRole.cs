namespace Mapwire.Tool.Bench;

/// <summary>What one process of a run does.</summary>
internal enum SideRole
{
    Asker,
    Answerer,
    Writer,
    Reader,
}
