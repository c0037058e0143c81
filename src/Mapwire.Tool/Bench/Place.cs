namespace Mapwire.Tool.Bench;

/// <summary>What a run uses beside its processes, and where they find it. Disposing takes it away.</summary>
internal sealed class Place(string address, params IReadOnlyList<IDisposable> things) : IDisposable
{
    public string Address => address;

    public void Dispose()
    {
        foreach (var thing in things)
        {
            thing.Dispose();
        }
    }
}
