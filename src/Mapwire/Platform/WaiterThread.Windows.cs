using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Platform;

internal sealed partial class WaiterThread
{
    // An event of this thread's own; each poke sets it.
    private SafeWaitHandle? _poked;

    [SupportedOSPlatform("windows")]
    private sealed unsafe class Windows(WaiterThread thread)
    {
        private readonly List<SafeWaitHandle> _held = [];
        private readonly List<BellWait> _waits = [];

        public static void Poke(WaiterThread thread)
        {
            lock (_gate)
            {
                // Before the thread has made it, it has not looked either.
                if (thread._poked is { } poked)
                {
                    _ = Kernel32.SetEvent(poked.DangerousGetHandle());
                }
            }
        }

        public void Run()
        {
            var poked = Kernel32.CreateEventExW(null, null, 0, Kernel32.SYNCHRONIZE | Kernel32.EVENT_MODIFY_STATE);
            lock (_gate)
            {
                thread._poked = poked != 0 ? new SafeWaitHandle(poked, ownsHandle: true) : throw Win32Error.Last("Cannot make an event");
            }

            var handles = stackalloc nint[Kernel32.MAXIMUM_WAIT_OBJECTS];
            while (true)
            {
                handles[0] = thread._poked.DangerousGetHandle();
                var count = Prepare(handles);
                var fired = Kernel32.WaitForMultipleObjects(count, handles, false, Kernel32.INFINITE);
                GiveBack(fired);
                _held.ForEach(handle => handle.DangerousRelease());
                _held.Clear();
                thread.Tell();
            }
        }

        // An event that was set for somebody else, who sleeps on the bell since the wait of this thread was ended, is set again.
        private void GiveBack(uint fired)
        {
            if (fired < 1 || fired > _waits.Count)
            {
                return;
            }

            lock (_gate)
            {
                if (_waits[(int)fired - 1].Thread != thread)
                {
                    _ = Kernel32.SetEvent(_held[(int)fired - 1].DangerousGetHandle());
                }
            }
        }

        // Each handle is held, so that it is not closed while the thread waits for it.
        private uint Prepare(nint* handles)
        {
            lock (_gate)
            {
                var count = 1u;
                _waits.Clear();
                _waits.AddRange(thread._waits);
                foreach (var wait in thread._waits)
                {
                    var own = wait.Bells.EventOf(wait.Offset);
                    var held = false;
                    own.DangerousAddRef(ref held);
                    _held.Add(own);
                    handles[count++] = own.DangerousGetHandle();
                }

                return count;
            }
        }
    }
}
