using System.Diagnostics.CodeAnalysis;

namespace Mapwire;

/// <summary>Work that one process does and the others wait for; if it dies in the middle, another takes over.</summary>
/// <remarks>
/// <para>Whoever enters first is to do the work; the others wait until it is done. Who dies, fails or gives up in the middle leaves the work to one who
/// waits, and that one is told: <see cref="OnceTurn.IsRetry"/>. A stopped one is waited for.</para>
/// <para>All members may be called from any thread.</para>
/// </remarks>
public sealed class SharedOnce : IDisposable
{
    private static readonly LockKind[] _kinds = [LockKind.Once];
    private readonly LockHandle<OnceCore> _handle;

    private SharedOnce(LockHandle<OnceCore> handle) => _handle = handle;

    /// <summary>The full name with its prefix; of a lock in a region, its name there and the region's.</summary>
    public string Name => _handle.Core.Name;

    /// <summary>Whether the work is done.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed.</exception>
    public bool IsDone => _handle.Core.IsDone;

    /// <summary>Creates a once under a name that nobody holds.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedOnce Create(string name, RegionOptions? options = null) =>
        new(LockHandle<OnceCore>.Create(name, new LockSpec(LockKind.Once), options));

    /// <summary>Creates a once in a region.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region, 1 to 96 bytes in UTF-8.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">The region has a lock of that name (<see cref="Exception.HResult"/> is 0x800700B7).</exception>
    /// <exception cref="InvalidOperationException">The region has no room, or this handle of it has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedOnce Create(SharedRegion region, string name)
    {
        ArgumentNullException.ThrowIfNull(region);
        return new(LockHandle<OnceCore>.Create(region, name, new LockSpec(LockKind.Once)));
    }

    /// <summary>Opens a once that somebody holds.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds anything of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedOnce Open(string name, RegionOptions? options = null) =>
        new(LockHandle<OnceCore>.Open(name, _kinds, options));

    /// <summary>Opens a once of a region.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">The region has no lock of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">This handle of the region has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedOnce Open(SharedRegion region, string name) =>
        new(LockHandle<OnceCore>.Open(region, name, _kinds));

    /// <summary>Opens a once if somebody holds it.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="opened">The handle, or null where nobody holds anything of that name.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(string, RegionOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out SharedOnce? opened, RegionOptions? options = null)
    {
        opened = LockHandle<OnceCore>.TryOpen(name, _kinds, options, out var handle) ? new SharedOnce(handle) : null;
        return opened is not null;
    }

    /// <summary>Opens a once of a region if there is one.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region.</param>
    /// <param name="opened">The handle, or null where the region has no lock of that name.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(SharedRegion, string)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">This handle of the region has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static bool TryOpen(SharedRegion region, string name, [NotNullWhen(true)] out SharedOnce? opened)
    {
        opened = LockHandle<OnceCore>.TryOpen(region, name, _kinds, out var handle) ? new SharedOnce(handle) : null;
        return opened is not null;
    }

    /// <summary>Opens a once if somebody holds it, and creates it if nobody does.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedOnce CreateOrOpen(string name, RegionOptions? options = null) =>
        CreateOrOpen(name, out _, options);

    /// <summary>Opens a once if somebody holds it, and creates it if nobody does.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="created">Whether this call created it. Of several who call at once exactly one is told so.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedOnce CreateOrOpen(string name, out bool created, RegionOptions? options = null) =>
        new(LockHandle<OnceCore>.CreateOrOpen(name, new LockSpec(LockKind.Once), _kinds, out created, options));

    /// <summary>Opens a once of a region, and creates it if there is none.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region, 1 to 96 bytes in UTF-8.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">The region has no room, or this handle of it has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedOnce CreateOrOpen(SharedRegion region, string name) =>
        CreateOrOpen(region, name, out _);

    /// <summary>Opens a once of a region, and creates it if there is none.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region, 1 to 96 bytes in UTF-8.</param>
    /// <param name="created">Whether this call created it. Of several who call at once exactly one is told so.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">The region has no room, or this handle of it has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedOnce CreateOrOpen(SharedRegion region, string name, out bool created) =>
        new(LockHandle<OnceCore>.CreateOrOpen(region, name, new LockSpec(LockKind.Once), _kinds, out created));

    /// <summary>Enters if that needs no waiting.</summary>
    /// <param name="turn">Whether the work is to be done now, or is done. Complete or dispose it.</param>
    /// <returns>Whether it did; it does where the one who was at the work has died.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed.</exception>
    public bool TryEnter(out OnceTurn turn) => _handle.Core.TryEnter(out turn) || _handle.Core.TryEnterAfterDead(out turn);

    /// <summary>Enters, waiting as long as it takes.</summary>
    /// <returns>Whether the work is to be done now, or is done. Complete or dispose it.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public OnceTurn Enter() => _handle.Core.TryEnter(out var turn) ? turn : _handle.Core.Line.Wait();

    /// <summary>Enters, waiting for a time at most.</summary>
    /// <param name="timeout">How long; zero does not wait, <see cref="Timeout.InfiniteTimeSpan"/> waits as long as it takes.</param>
    /// <param name="turn">Whether the work is to be done now, or is done. Complete or dispose it.</param>
    /// <returns>Whether it did before the time was over.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public bool TryEnter(TimeSpan timeout, out OnceTurn turn)
    {
        var deadline = Deadline.After(timeout);
        return _handle.Core.TryEnter(out turn) || _handle.Core.Line.Wait(deadline, out turn);
    }

    /// <summary>Enters, waiting for a time at most.</summary>
    /// <param name="timeout">How long; zero does not wait, <see cref="Timeout.InfiniteTimeSpan"/> waits as long as it takes.</param>
    /// <returns>Whether the work is to be done now, or is done. Complete or dispose it.</returns>
    /// <exception cref="TimeoutException">The time was over before.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public OnceTurn Enter(TimeSpan timeout) => TryEnter(timeout, out var turn) ? turn : throw Throw.TimedOut(Name, timeout);

    /// <summary>Enters, waiting without a thread.</summary>
    /// <param name="cancellation">Ends the wait; a <see cref="CancellationTokenSource"/> that is made with a time limits it.</param>
    /// <returns>Whether the work is to be done now, or is done. Complete or dispose it. Await it once.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public ValueTask<OnceTurn> EnterAsync(CancellationToken cancellation = default)
    {
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<OnceTurn>(cancellation);
        }

        return _handle.Core.TryEnter(out var turn) ? new ValueTask<OnceTurn>(turn) : _handle.Core.Line.WaitAsync(cancellation);
    }

    /// <summary>Does the work, unless it is done; waits while another does it.</summary>
    /// <param name="work">The work. If it throws, the work is left to the next, and the exception is the caller's.</param>
    /// <returns>Whether this call did it.</returns>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public bool Run(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        using var turn = Enter();
        if (turn.IsMine)
        {
            work();
            turn.Complete();
        }

        return turn.IsMine;
    }

    /// <summary>Does the work, unless it is done; waits, without a thread, while another does it.</summary>
    /// <param name="work">The work. If it throws, the work is left to the next, and the exception is the caller's.</param>
    /// <param name="cancellation">Ends the wait, and is handed to the work.</param>
    /// <returns>Whether this call did it.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public async ValueTask<bool> RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        using var turn = await EnterAsync(cancellation).ConfigureAwait(false);
        if (turn.IsMine)
        {
            await work(cancellation).ConfigureAwait(false);
            turn.Complete();
        }

        return turn.IsMine;
    }

    /// <summary>Closes the handle. Waits through it end with <see cref="ObjectDisposedException"/>; work that it is at is left to the next.</summary>
    public void Dispose() => _handle.Dispose();
}
