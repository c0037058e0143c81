namespace Mapwire.Tool.Output;

/// <summary>Tells at once, on the copying thread, how far a copy is.</summary>
internal sealed class CopyProgress(Action<long> show) : IProgress<long>
{
    public void Report(long value) => show(value);
}
