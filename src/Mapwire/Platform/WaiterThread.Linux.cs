using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

internal sealed partial class WaiterThread
{
    // A word of this thread's own; each poke changes it. It lives as long as the process, as the thread does.
    private readonly unsafe int* _control = (int*)NativeMemory.AllocZeroed(sizeof(int));

    [UnsupportedOSPlatform("windows")]
    private sealed unsafe class Linux(WaiterThread thread)
    {
        private const int LookEvery = 5;
        private readonly Libc.FutexWaitV* _words = (Libc.FutexWaitV*)NativeMemory.AllocZeroed(Futex.MostWords, (nuint)sizeof(Libc.FutexWaitV));

        public static void Poke(WaiterThread thread)
        {
            _ = Interlocked.Increment(ref *thread._control);
            Futex.Wake((nint)thread._control);
        }

        public void Run()
        {
            while (true)
            {
                var control = Volatile.Read(ref *thread._control);
                var count = Prepare(control);
                if (!Futex.TryWaitAny(_words, count))
                {
                    Futex.Wait((nint)thread._control, control, count == 1 ? -1 : LookEvery);
                }

                thread.Tell();
            }
        }

        private int Prepare(int control)
        {
            lock (_gate)
            {
                var count = 0;
                Add((nint)thread._control, control, ref count);
                foreach (var wait in thread._waits)
                {
                    Add(wait.Address, wait.Value, ref count);
                }

                return count;
            }
        }

        private void Add(nint word, int value, ref int count)
        {
            _words[count].Address = (ulong)word;
            _words[count].Value = (uint)value;
            _words[count].Flags = Libc.FUTEX_32;
            count++;
        }
    }
}
