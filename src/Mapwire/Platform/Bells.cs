namespace Mapwire.Platform;

/// <summary>Sleeping on the bells of one region, and waking who sleeps there.</summary>
/// <remarks>A bell is a 32-bit word of the region at a multiple of 4; what its values mean is its users' business. One waiter at a time sleeps on a bell. Sleeping
/// may end without a reason. Linux: a shared futex on the word. Windows: an event that is named after the region and the place of the word.</remarks>
internal sealed partial class Bells : IDisposable
{
    private readonly RegionObjects _objects;

    public Bells(RegionObjects objects) => _objects = objects;

    /// <summary>Makes ready to sleep on a bell; before the word says that somebody sleeps.</summary>
    public void Prepare(long offset)
    {
        if (OperatingSystem.IsWindows())
        {
            _ = Windows.Own(this, offset);
        }
    }

    /// <summary>Sleeps while the word has the value, at most so long.</summary>
    /// <param name="offset">Where in the region the word is.</param>
    /// <param name="address">Where it is in this process.</param>
    /// <param name="value">What it must be to sleep.</param>
    /// <param name="milliseconds">The longest sleep; -1 for no limit.</param>
    public void Sleep(long offset, nint address, int value, int milliseconds)
    {
        if (OperatingSystem.IsWindows())
        {
            Windows.Sleep(this, offset, address, value, milliseconds);
        }
        else
        {
            Futex.Wait(address, value, milliseconds);
        }
    }

    /// <summary>Wakes who sleeps on the bell.</summary>
    public void Wake(long offset, nint address)
    {
        if (OperatingSystem.IsWindows())
        {
            Windows.Wake(this, offset);
        }
        else
        {
            Futex.Wake(address);
        }
    }

    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            Windows.Dispose(this);
        }
    }
}
