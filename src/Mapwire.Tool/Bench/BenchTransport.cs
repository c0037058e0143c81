namespace Mapwire.Tool.Bench;

/// <summary>What carries the messages.</summary>
internal enum BenchTransport
{
    Floor,
    Queue,
    Topic,
    Pipe,
    Uds,
    Tcp,
}
