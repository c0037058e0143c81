using System.Runtime.CompilerServices;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>A value of 64 bytes; its number is the first of its words.</summary>
[InlineArray(Words)]
internal struct Message64
{
    public const int Words = 8;

    private long _number;
}
