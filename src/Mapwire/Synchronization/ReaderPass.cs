namespace Mapwire;

/// <summary>Tells one use of a read share from every other, so that it is ended once. Used again and again.</summary>
internal sealed class ReaderPass
{
    private int _use;

    public int Use => Volatile.Read(ref _use);

    public bool TryEnd(int use) => Interlocked.CompareExchange(ref _use, use + 1, use) == use;
}
