namespace Mapwire;

/// <summary>Keeps a view's memory in place while it lives; made by <see cref="MapView.Hold"/>.</summary>
/// <remarks>For the thread that made it. Dispose it exactly once, and do not copy it: each copy would let go. A hold that is forgotten keeps
/// the memory until the process ends.</remarks>
public ref struct MapViewHold
{
    private MapView? _view;

    internal MapViewHold(MapView view) => _view = view;

    /// <summary>Lets go. The same hold a second time does nothing.</summary>
    public void Dispose()
    {
        _view?.EndHold();
        _view = null;
    }
}
