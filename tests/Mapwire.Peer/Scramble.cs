using System.Globalization;

namespace Mapwire.Peer;

/// <summary>Creates, opens and closes one name at random, and checks that a held name always means the held map.</summary>
internal static class Scramble
{
    private const int Size = 4096;
    private const int AlreadyExists = unchecked((int)0x800700B7);

    /// <summary>Runs so many steps, or for ever if none are given, and says how often it held the map.</summary>
    public static string Run(string name, int slot, int seed, int steps)
    {
        var random = new Random(seed);
        var held = 0;
        for (var step = 0; steps == 0 || step < steps; step++)
        {
            using var map = Get(name, random);
            if (map is null)
            {
                continue;
            }

            held++;
            Check(name, map, slot, random.NextInt64());
        }

        return held.ToString(CultureInfo.InvariantCulture);
    }

    private static SharedMap? Get(string name, Random random)
    {
        switch (random.Next(3))
        {
            case 0:
                return SharedMap.TryOpen(name, out var opened) ? opened : null;
            case 1:
                return SharedMap.CreateOrOpen(name, Size, out _);
            default:
                try
                {
                    return SharedMap.Create(name, Size);
                }
                catch (IOException failure) when (failure.HResult == AlreadyExists)
                {
                    return null;
                }
        }
    }

    private static void Check(string name, SharedMap map, int slot, long value)
    {
        using var view = map.CreateView();
        view.At<long>(slot * sizeof(long)) = value;
        using var again = SharedMap.Open(name);
        using var second = again.CreateView();
        var seen = second.At<long>(slot * sizeof(long));
        if (seen != value || map.Size != Size || again.Size != Size)
        {
            throw new InvalidOperationException($"Two maps under {name}: wrote {value}, read {seen}.");
        }
    }
}
