namespace Mapwire.Tool.Bench;

/// <summary>What carries the messages.</summary>
internal enum BenchTransport
{
    Floor,
    Queue,
    Topic,
    Latest,
    Frames,
    Pipe,
    Uds,
    Tcp,
}
