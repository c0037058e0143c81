using System.Diagnostics.CodeAnalysis;

namespace Mapwire;

/// <summary>A signal that others wait for, across processes.</summary>
/// <remarks>
/// <para>Manual reset: once set it lets everybody through until it is reset; a set that is followed by a reset at once still lets through
/// everybody who was waiting. Auto reset: each set lets one waiter through, now or later; setting what is set already changes nothing.</para>
/// <para>What was set goes with the last handle, like the event itself.</para>
/// <para>Nobody holds an event, so nobody's death changes what it says. A set that a kill cut short is completed by whoever waits.</para>
/// <para>All members may be called from any thread.</para>
/// </remarks>
public sealed class SharedEvent : IDisposable
{
    private static readonly LockKind[] _kinds = [LockKind.ManualResetEvent, LockKind.AutoResetEvent];
    private readonly LockHandle<EventCore> _handle;

    private SharedEvent(LockHandle<EventCore> handle) => _handle = handle;

    /// <summary>The full name with its prefix; of a lock in a region, its name there and the region's.</summary>
    public string Name => _handle.Core.Name;

    /// <summary>Whether a set lets everybody through until it is reset, or one waiter only.</summary>
    public EventResetMode Mode => _handle.Core.IsManual ? EventResetMode.ManualReset : EventResetMode.AutoReset;

    /// <summary>Whether it was set at some moment during the call.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed.</exception>
    public bool IsSet => _handle.Core.IsSet;

    /// <summary>Creates an event under a name that nobody holds.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="mode">Whether a set lets everybody through until it is reset, or one waiter only.</param>
    /// <param name="isSet">Whether a new one is set.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedEvent Create(string name, EventResetMode mode, bool isSet = false, RegionOptions? options = null) =>
        new(LockHandle<EventCore>.Create(name, SpecOf(mode, isSet), options));

    /// <summary>Creates an event in a region.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region, 1 to 96 bytes in UTF-8.</param>
    /// <param name="mode">Whether a set lets everybody through until it is reset, or one waiter only.</param>
    /// <param name="isSet">Whether a new one is set.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">The region has a lock of that name (<see cref="Exception.HResult"/> is 0x800700B7).</exception>
    /// <exception cref="InvalidOperationException">The region has no room, or this handle of it has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedEvent Create(SharedRegion region, string name, EventResetMode mode, bool isSet = false)
    {
        ArgumentNullException.ThrowIfNull(region);
        return new(LockHandle<EventCore>.Create(region, name, SpecOf(mode, isSet)));
    }

    /// <summary>Opens an event that somebody holds.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds anything of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedEvent Open(string name, RegionOptions? options = null) =>
        new(LockHandle<EventCore>.Open(name, _kinds, options));

    /// <summary>Opens an event of a region.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">The region has no lock of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">This handle of the region has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedEvent Open(SharedRegion region, string name) =>
        new(LockHandle<EventCore>.Open(region, name, _kinds));

    /// <summary>Opens an event if somebody holds it.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="opened">The handle, or null where nobody holds anything of that name.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(string, RegionOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out SharedEvent? opened, RegionOptions? options = null)
    {
        opened = LockHandle<EventCore>.TryOpen(name, _kinds, options, out var handle) ? new SharedEvent(handle) : null;
        return opened is not null;
    }

    /// <summary>Opens an event of a region if there is one.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region.</param>
    /// <param name="opened">The handle, or null where the region has no lock of that name.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(SharedRegion, string)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">This handle of the region has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static bool TryOpen(SharedRegion region, string name, [NotNullWhen(true)] out SharedEvent? opened)
    {
        opened = LockHandle<EventCore>.TryOpen(region, name, _kinds, out var handle) ? new SharedEvent(handle) : null;
        return opened is not null;
    }

    /// <summary>Opens an event if somebody holds it, and creates it if nobody does.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="mode">Whether a set lets everybody through until it is reset, or one waiter only.</param>
    /// <param name="isSet">Whether a new one is set.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go. One that exists keeps its mode and state.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedEvent CreateOrOpen(string name, EventResetMode mode, bool isSet = false, RegionOptions? options = null) =>
        CreateOrOpen(name, mode, isSet, out _, options);

    /// <summary>Opens an event if somebody holds it, and creates it if nobody does.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="mode">Whether a set lets everybody through until it is reset, or one waiter only.</param>
    /// <param name="isSet">Whether a new one is set.</param>
    /// <param name="created">Whether this call created it. Of several who call at once exactly one is told so.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go. One that exists keeps its mode and state.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedEvent CreateOrOpen(string name, EventResetMode mode, bool isSet, out bool created, RegionOptions? options = null) =>
        new(LockHandle<EventCore>.CreateOrOpen(name, SpecOf(mode, isSet), _kinds, out created, options));

    /// <summary>Opens an event of a region, and creates it if there is none.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region, 1 to 96 bytes in UTF-8.</param>
    /// <param name="mode">Whether a set lets everybody through until it is reset, or one waiter only.</param>
    /// <param name="isSet">Whether a new one is set.</param>
    /// <returns>The handle; dispose it to let go. One that exists keeps its mode and state.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">The region has no room, or this handle of it has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedEvent CreateOrOpen(SharedRegion region, string name, EventResetMode mode, bool isSet = false) =>
        CreateOrOpen(region, name, mode, isSet, out _);

    /// <summary>Opens an event of a region, and creates it if there is none.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region, 1 to 96 bytes in UTF-8.</param>
    /// <param name="mode">Whether a set lets everybody through until it is reset, or one waiter only.</param>
    /// <param name="isSet">Whether a new one is set.</param>
    /// <param name="created">Whether this call created it. Of several who call at once exactly one is told so.</param>
    /// <returns>The handle; dispose it to let go. One that exists keeps its mode and state.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">The region has no room, or this handle of it has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedEvent CreateOrOpen(SharedRegion region, string name, EventResetMode mode, bool isSet, out bool created) =>
        new(LockHandle<EventCore>.CreateOrOpen(region, name, SpecOf(mode, isSet), _kinds, out created));

    /// <summary>Sets it: everybody (manual reset) or one waiter (auto reset) goes on.</summary>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed.</exception>
    public void Set() => _handle.Core.Set();

    /// <summary>Makes whoever waits from now on wait for the next set.</summary>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed.</exception>
    public void Reset() => _handle.Core.Reset();

    /// <summary>Goes through if that needs no waiting; of an auto-reset event that takes the set.</summary>
    /// <returns>Whether it was set.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed.</exception>
    public bool TryWait() => _handle.Core.TryWait();

    /// <summary>Waits until it is set, as long as it takes.</summary>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public void Wait()
    {
        if (!TryWait())
        {
            _ = _handle.Core.Line.Wait();
        }
    }

    /// <summary>Waits until it is set, for a time at most.</summary>
    /// <param name="timeout">How long; zero does not wait, <see cref="Timeout.InfiniteTimeSpan"/> waits as long as it takes.</param>
    /// <returns>Whether it was set before the time was over.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public bool Wait(TimeSpan timeout)
    {
        var deadline = Deadline.After(timeout);
        return TryWait() || _handle.Core.Line.Wait(deadline, out _);
    }

    /// <summary>Waits until it is set, without a thread.</summary>
    /// <param name="cancellation">Ends the wait; a <see cref="CancellationTokenSource"/> that is made with a time limits it.</param>
    /// <returns>A task to await once.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public ValueTask WaitAsync(CancellationToken cancellation = default)
    {
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellation);
        }

        return TryWait() ? ValueTask.CompletedTask : _handle.Core.Line.WaitWithoutResultAsync(cancellation);
    }

    /// <summary>Closes the handle. Waits through it end with <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _handle.Dispose();

    private static LockSpec SpecOf(EventResetMode mode, bool isSet) => mode switch
    {
        EventResetMode.ManualReset => new LockSpec(LockKind.ManualResetEvent, Word: EventCore.WordOf(isSet)),
        EventResetMode.AutoReset => new LockSpec(LockKind.AutoResetEvent, Word: EventCore.WordOf(isSet)),
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, $"There is no {nameof(EventResetMode)} {mode}."),
    };
}
