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
            lock (_gate)
            {
                thread._poked = new SafeWaitHandle(Kernel32.CreateEventExW(null, null, 0, Kernel32.SYNCHRONIZE | Kernel32.EVENT_MODIFY_STATE), ownsHandle: true);
            }

            var handles = stackalloc nint[Kernel32.MAXIMUM_WAIT_OBJECTS];
            while (true)
            {
                handles[0] = thread._poked.DangerousGetHandle();
                var count = Prepare(handles);
                _ = Kernel32.WaitForMultipleObjects(count, handles, false, Kernel32.INFINITE);
                _held.ForEach(handle => handle.DangerousRelease());
                _held.Clear();
                thread.Tell();
            }
        }

        // Each handle is held, so that it is not closed while the thread waits for it.
        private uint Prepare(nint* handles)
        {
            lock (_gate)
            {
                var count = 1u;
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
