using System.Runtime.CompilerServices;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>A value of 1,024 bytes; its number is the first of its words.</summary>
[InlineArray(Words)]
internal struct Message1024
{
    public const int Words = 128;

    private long _number;
}
