using System.Diagnostics;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

/// <summary>The thread that owns this process's slot mutexes, and so dies exactly when the process does; it also waits for the mutexes of others.</summary>
/// <remarks>
/// A mutex belongs to a thread, so all that takes or drops one runs here. Waiting for another's mutex ends when its owner ends (abandoned) or
/// leaves; the thread lets go of it at once and says so, and who hears it looks for itself.
/// One wait can take in 63 mutexes: of more, the rest are reported as unwatched.
/// </remarks>
[SupportedOSPlatform("windows")]
internal static unsafe class LifeThread
{
    private const int MostWatches = Kernel32.MAXIMUM_WAIT_OBJECTS - 1;
    private static readonly Lock _gate = new();
    private static readonly Queue<Call> _calls = new();
    private static readonly Dictionary<string, nint> _owned = new(StringComparer.Ordinal);
    private static readonly List<Watched> _watches = [];
    private static readonly nint _control = NewControl();
    private static readonly Thread _thread = Start();

    // What to do every so often while it is needed.
    private static Func<bool>? _isAskNeeded;
    private static Action? _ask;
    private static TimeSpan _askEvery;

    /// <summary>Runs an action on the thread, and waits for it; its exception is the caller's.</summary>
    public static void Invoke(Action action)
    {
        if (Thread.CurrentThread == _thread)
        {
            action();
            return;
        }

        using var done = new ManualResetEventSlim();
        var call = new Call(action, done);
        lock (_gate)
        {
            _calls.Enqueue(call);
        }

        _ = Kernel32.SetEvent(_control);
        done.Wait();
        if (call.Failure is { } failure)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Takes a mutex if nobody has it; on the thread.</summary>
    public static bool TryTake(string name, bool reachesOthers)
    {
        lock (_owned)
        {
            if (_owned.ContainsKey(name))
            {
                return false;
            }
        }

        var mutex = NewMutex(name, reachesOthers);
        switch (Kernel32.WaitForSingleObject(mutex, 0))
        {
            case Kernel32.WAIT_OBJECT_0 or Kernel32.WAIT_ABANDONED:
                lock (_owned)
                {
                    _owned.Add(name, mutex);
                }

                return true;
            case Kernel32.WAIT_TIMEOUT:
                _ = Kernel32.CloseHandle(mutex);
                return false;
            default:
                var failure = Win32Error.Last($"Cannot wait for the mutex {name}");
                _ = Kernel32.CloseHandle(mutex);
                throw failure;
        }
    }

    /// <summary>Drops a mutex; on the thread.</summary>
    public static void Drop(string name)
    {
        nint mutex;
        lock (_owned)
        {
            _ = _owned.Remove(name, out mutex);
        }

        _ = Kernel32.ReleaseMutex(mutex);
        _ = Kernel32.CloseHandle(mutex);
    }

    /// <summary>Whether this process owns a mutex.</summary>
    public static bool IsOwn(string name)
    {
        lock (_owned)
        {
            return _owned.ContainsKey(name);
        }
    }

    /// <summary>Watches exactly these mutexes for a subscriber; returns whether all of them could be.</summary>
    public static bool Watch(object subscriber, IReadOnlyCollection<string> names, Action ended)
    {
        var all = true;
        Invoke(() =>
        {
            foreach (var gone in _watches.Where(watch => watch.Watcher == subscriber && !names.Contains(watch.Name)).ToList())
            {
                Remove(gone);
            }

            foreach (var name in names.Where(name => !_watches.Exists(watch => watch.Watcher == subscriber && watch.Name == name)))
            {
                var mutex = _watches.Count < MostWatches
                    ? Kernel32.OpenMutexW(Kernel32.SYNCHRONIZE | Kernel32.MUTEX_MODIFY_STATE, false, name)
                    : 0;
                if (mutex == 0)
                {
                    // Its owner left or died this instant, or may not be watched: to be asked for.
                    all = false;
                    continue;
                }

                _watches.Add(new Watched(subscriber, name, mutex, ended));
            }
        });
        return all;
    }

    /// <summary>Says what to do every so often while it is needed.</summary>
    public static void AskEvery(TimeSpan period, Func<bool> isNeeded, Action ask) => Invoke(() =>
    {
        _isAskNeeded = isNeeded;
        _ask = ask;
        _askEvery = period;
    });

    private static Thread Start()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "Mapwire life" };
        thread.UnsafeStart();
        return thread;
    }

    private static void Run()
    {
        var handles = stackalloc nint[Kernel32.MAXIMUM_WAIT_OBJECTS];
        var asked = Stopwatch.GetTimestamp();
        while (true)
        {
            handles[0] = _control;
            for (var i = 0; i < _watches.Count; i++)
            {
                handles[i + 1] = _watches[i].Mutex;
            }

            var count = _watches.Count;
            var result = Kernel32.WaitForMultipleObjects((uint)count + 1, handles, false, _isAskNeeded?.Invoke() == true ? (uint)_askEvery.TotalMilliseconds : Kernel32.INFINITE);
            var index = (int)(result >= Kernel32.WAIT_ABANDONED && result < Kernel32.WAIT_TIMEOUT ? result - Kernel32.WAIT_ABANDONED : result);
            if (index > 0 && index <= count)
            {
                var watch = _watches[index - 1];
                _ = Kernel32.ReleaseMutex(watch.Mutex);
                Remove(watch);
                watch.Ended();
            }

            RunCalls();
            if (_isAskNeeded?.Invoke() == true && Stopwatch.GetElapsedTime(asked) >= _askEvery)
            {
                _ask?.Invoke();
                asked = Stopwatch.GetTimestamp();
            }
        }
    }

    private static void RunCalls()
    {
        while (true)
        {
            Call? call;
            lock (_gate)
            {
                if (!_calls.TryDequeue(out call))
                {
                    return;
                }
            }

            try
            {
                call.Action();
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                call.Failure = failure;
            }

            call.Done.Set();
        }
    }

    private static void Remove(Watched watch)
    {
        _ = _watches.Remove(watch);
        _ = Kernel32.CloseHandle(watch.Mutex);
    }

    private static nint NewControl()
    {
        var control = Kernel32.CreateEventExW(null, null, 0, Kernel32.SYNCHRONIZE | Kernel32.EVENT_MODIFY_STATE);
        return control != 0 ? control : throw Win32Error.Last("Cannot make an event");
    }

    private static nint NewMutex(string name, bool reachesOthers)
    {
        fixed (byte* bytes = SecurityDescriptor.Parse(Users.SddlForMutex(reachesOthers ? MapSecurity.AllUsers : MapSecurity.CurrentUser)))
        {
            var attributes = new Kernel32.SecurityAttributes { Length = sizeof(Kernel32.SecurityAttributes), SecurityDescriptor = (nint)bytes };
            var mutex = Kernel32.CreateMutexExW(
                &attributes, name, 0, Kernel32.SYNCHRONIZE | Kernel32.MUTEX_MODIFY_STATE);
            return mutex != 0 ? mutex : throw Win32Error.Last($"Cannot make the mutex {name}");
        }
    }

    private sealed class Call(Action action, ManualResetEventSlim done)
    {
        public Action Action => action;

        public ManualResetEventSlim Done => done;

        public Exception? Failure { get; set; }
    }

    private sealed record Watched(object Watcher, string Name, nint Mutex, Action Ended);
}
