using System.Runtime.CompilerServices;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Reads values of which some are lost, each newer than the one before, up to the last.</summary>
internal sealed class ValuesFollowing<T, TInlet>(TInlet inlet) : IBlocks
    where T : unmanaged
    where TInlet : struct, IValuesInlet<T>
{
    private long _last;

    public void Pass(long from, int count)
    {
        if (from == 0)
        {
            _last = -1;
        }

        Unsafe.SkipInit(out T value);
        while (_last < from + count - 1)
        {
            if (!inlet.TryRead(out value))
            {
                value = inlet.Read();
            }

            var number = Blocks.NumberOf(ref value);
            if (number <= _last)
            {
                throw new InvalidDataException($"Behind value {_last} came {number}.");
            }

            _last = number;
        }
    }
}
