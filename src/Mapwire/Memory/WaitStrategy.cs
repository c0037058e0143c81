namespace Mapwire;

/// <summary>How a thread waits. Waits of asynchronous code always sleep.</summary>
public enum WaitStrategy
{
    /// <summary>Look for some 20 microseconds, then sleep; with one processor, sleep at once.</summary>
    SpinThenPark,

    /// <summary>Sleep at once: costs no processor time, and some 50 microseconds until the wait ends.</summary>
    Park,

    /// <summary>Look without end: the shortest wait, at the price of a processor.</summary>
    Spin,
}
