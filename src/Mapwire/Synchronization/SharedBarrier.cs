using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>A point where several processes wait for each other, phase after phase.</summary>
/// <remarks>
/// <para>An open handle is one member. The first phase waits until as many members as the barrier was made for have arrived; every later one
/// for those who are members then. Who closes its handle is no member any more; who opens one becomes a member of the current phase.</para>
/// <para>A member that dies is none any more: the others go on without it and are told: <see cref="BarrierPhase.HasLostMember"/>. A stopped one is waited for.</para>
/// <para>All members may be called from any thread, but a handle waits once at a time.</para>
/// </remarks>
public sealed class SharedBarrier : IDisposable
{
    private static readonly LockKind[] _kinds = [LockKind.Barrier];
    private readonly LockHandle<BarrierCore> _handle;

    private SharedBarrier(LockHandle<BarrierCore> handle)
    {
        _handle = handle;
        handle.Core.Enter();
    }

    /// <summary>The full name with its prefix; of a lock in a region, its name there and the region's.</summary>
    public string Name => _handle.Core.Name;

    /// <summary>The phase that is being waited for, counted from 0.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed.</exception>
    public long Phase => _handle.Core.Phase;

    /// <summary>How many members the first phase waits for.</summary>
    public int Participants => _handle.Core.Entry.Count;

    /// <summary>How many members it had at some moment during the call; for people to look at.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed.</exception>
    public int Members => _handle.Core.Members;

    /// <summary>Creates a barrier under a name that nobody holds.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="participants">How many members the first phase waits for, at least 1.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedBarrier Create(string name, int participants, RegionOptions? options = null) =>
        new(LockHandle<BarrierCore>.Create(name, new LockSpec(LockKind.Barrier, Checked(participants, options)), options));

    /// <summary>Creates a barrier in a region.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region, 1 to 96 bytes in UTF-8.</param>
    /// <param name="participants">How many members the first phase waits for, at least 1.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">The region has a lock of that name (<see cref="Exception.HResult"/> is 0x800700B7).</exception>
    /// <exception cref="InvalidOperationException">The region has no room, or this handle of it has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedBarrier Create(SharedRegion region, string name, int participants)
    {
        ArgumentNullException.ThrowIfNull(region);
        return new(LockHandle<BarrierCore>.Create(region, name, new LockSpec(LockKind.Barrier, Checked(participants, region))));
    }

    /// <summary>Opens a barrier that somebody holds.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds anything of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedBarrier Open(string name, RegionOptions? options = null) =>
        new(LockHandle<BarrierCore>.Open(name, _kinds, options));

    /// <summary>Opens a barrier of a region.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region.</param>
    /// <returns>The handle; dispose it to let go.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">The region has no lock of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">This handle of the region has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedBarrier Open(SharedRegion region, string name) =>
        new(LockHandle<BarrierCore>.Open(region, name, _kinds));

    /// <summary>Opens a barrier if somebody holds it.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="opened">The handle, or null where nobody holds anything of that name.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(string, RegionOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out SharedBarrier? opened, RegionOptions? options = null)
    {
        opened = LockHandle<BarrierCore>.TryOpen(name, _kinds, options, out var handle) ? new SharedBarrier(handle) : null;
        return opened is not null;
    }

    /// <summary>Opens a barrier of a region if there is one.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region.</param>
    /// <param name="opened">The handle, or null where the region has no lock of that name.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open(SharedRegion, string)"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">This handle of the region has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static bool TryOpen(SharedRegion region, string name, [NotNullWhen(true)] out SharedBarrier? opened)
    {
        opened = LockHandle<BarrierCore>.TryOpen(region, name, _kinds, out var handle) ? new SharedBarrier(handle) : null;
        return opened is not null;
    }

    /// <summary>Opens a barrier if somebody holds it, and creates it if nobody does.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="participants">How many members the first phase waits for, at least 1.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go. One that exists keeps its number of participants.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedBarrier CreateOrOpen(string name, int participants, RegionOptions? options = null) =>
        CreateOrOpen(name, participants, out _, options);

    /// <summary>Opens a barrier if somebody holds it, and creates it if nobody does.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="participants">How many members the first phase waits for, at least 1.</param>
    /// <param name="created">Whether this call created it. Of several who call at once exactly one is told so.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The handle; dispose it to let go. One that exists keeps its number of participants.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedBarrier CreateOrOpen(string name, int participants, out bool created, RegionOptions? options = null) =>
        new(LockHandle<BarrierCore>.CreateOrOpen(name, new LockSpec(LockKind.Barrier, Checked(participants, options)), _kinds, out created, options));

    /// <summary>Opens a barrier of a region, and creates it if there is none.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region, 1 to 96 bytes in UTF-8.</param>
    /// <param name="participants">How many members the first phase waits for, at least 1.</param>
    /// <returns>The handle; dispose it to let go. One that exists keeps its number of participants.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">The region has no room, or this handle of it has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedBarrier CreateOrOpen(SharedRegion region, string name, int participants) =>
        CreateOrOpen(region, name, participants, out _);

    /// <summary>Opens a barrier of a region, and creates it if there is none.</summary>
    /// <param name="region">The region; it outlives the handle.</param>
    /// <param name="name">The name in the region, 1 to 96 bytes in UTF-8.</param>
    /// <param name="participants">How many members the first phase waits for, at least 1.</param>
    /// <param name="created">Whether this call created it. Of several who call at once exactly one is told so.</param>
    /// <returns>The handle; dispose it to let go. One that exists keeps its number of participants.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is something else.</exception>
    /// <exception cref="InvalidOperationException">The region has no room, or this handle of it has the lock open already.</exception>
    /// <exception cref="ObjectDisposedException">The region's handle was disposed.</exception>
    public static SharedBarrier CreateOrOpen(SharedRegion region, string name, int participants, out bool created) =>
        new(LockHandle<BarrierCore>.CreateOrOpen(region, name, new LockSpec(LockKind.Barrier, Checked(participants, region)), _kinds, out created));

    /// <summary>Arrives, and goes on if everybody else is there; else takes the arrival back.</summary>
    /// <param name="phase">The phase that was completed.</param>
    /// <returns>Whether everybody was there.</returns>
    /// <exception cref="InvalidOperationException">This handle waits already.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed.</exception>
    public bool TrySignalAndWait(out BarrierPhase phase) => TrySignalAndWait(TimeSpan.Zero, out phase);

    /// <summary>Arrives, and waits for the others, as long as it takes.</summary>
    /// <returns>The phase that was completed.</returns>
    /// <exception cref="InvalidOperationException">This handle waits already.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public BarrierPhase SignalAndWait()
    {
        _ = TrySignalAndWait(Timeout.InfiniteTimeSpan, out var phase);
        return phase;
    }

    /// <summary>Arrives, and waits for the others, for a time at most; then takes the arrival back.</summary>
    /// <param name="timeout">How long; zero does not wait, <see cref="Timeout.InfiniteTimeSpan"/> waits as long as it takes.</param>
    /// <param name="phase">The phase that was completed.</param>
    /// <returns>Whether everybody came before the time was over. If not, this member counts as not arrived.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="InvalidOperationException">This handle waits already.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public bool TrySignalAndWait(TimeSpan timeout, out BarrierPhase phase)
    {
        var deadline = Deadline.After(timeout);
        var core = _handle.Core;
        core.BeginWait();
        try
        {
            return core.Line.Wait(deadline, out phase);
        }
        finally
        {
            core.EndWait();
        }
    }

    /// <summary>Arrives, and waits for the others, for a time at most; then takes the arrival back.</summary>
    /// <param name="timeout">How long; zero does not wait, <see cref="Timeout.InfiniteTimeSpan"/> waits as long as it takes.</param>
    /// <returns>The phase that was completed.</returns>
    /// <exception cref="TimeoutException">Not everybody came before the time was over; this member counts as not arrived.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="InvalidOperationException">This handle waits already.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    public BarrierPhase SignalAndWait(TimeSpan timeout) => TrySignalAndWait(timeout, out var phase) ? phase : throw Throw.TimedOut(Name, timeout);

    /// <summary>Arrives, and waits for the others without a thread; when cancelled, takes the arrival back.</summary>
    /// <param name="cancellation">Ends the wait; a <see cref="CancellationTokenSource"/> that is made with a time limits it.</param>
    /// <returns>The phase that was completed.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled; this member counts as not arrived.</exception>
    /// <exception cref="InvalidOperationException">This handle waits already.</exception>
    /// <exception cref="InvalidRegionException">Somebody wrote over the region.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, perhaps while this waited.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<BarrierPhase> SignalAndWaitAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var core = _handle.Core;
        core.BeginWait();
        try
        {
            return await core.Line.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            core.EndWait();
        }
    }

    /// <summary>Closes the handle: it is no member any more. Waits through it end with <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _handle.Dispose();

    private static int Checked(int participants, RegionOptions? options) => Checked(participants, (options ?? new RegionOptions()).MaxParticipants);

    private static int Checked(int participants, SharedRegion region)
    {
        ArgumentNullException.ThrowIfNull(region);
        return Checked(participants, region.MaxParticipants);
    }

    private static int Checked(int participants, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(participants, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(participants, most);
        return participants;
    }
}
