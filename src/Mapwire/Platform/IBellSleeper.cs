namespace Mapwire.Platform;

/// <summary>Somebody who waits at a bell without a thread of its own.</summary>
internal interface IBellSleeper
{
    /// <summary>The word has changed, or may have. Called on the waiter thread; must not block.</summary>
    void Woken();
}
