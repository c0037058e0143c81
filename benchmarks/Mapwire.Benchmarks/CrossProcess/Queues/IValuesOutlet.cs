namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Where values go; as <see cref="IBytesOutlet"/>.</summary>
internal interface IValuesOutlet<T>
    where T : unmanaged
{
    bool TryWrite(in T message);

    /// <summary>As many as there is room for.</summary>
    int TryWrite(ReadOnlySpan<T> messages);

    void Write(in T message);
}
