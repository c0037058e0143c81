namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Where values come from; as <see cref="IBytesInlet"/>.</summary>
internal interface IValuesInlet<T>
    where T : unmanaged
{
    bool TryRead(out T message);

    /// <summary>As many as there are.</summary>
    int TryRead(Span<T> messages);

    T Read();
}
