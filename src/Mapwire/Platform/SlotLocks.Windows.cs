using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

internal sealed partial class SlotLocks
{
    // Who asks often whether somebody is dead makes no name each time.
    private readonly ConcurrentDictionary<int, string> _names = new();

    [SupportedOSPlatform("windows")]
    private static class Windows
    {
        public static bool TryTake(SlotLocks locks, int slot) => LifeThread.TryTake(locks.MutexName(slot), locks._reachesOthers);

        public static void Drop(SlotLocks locks, int slot) => LifeThread.Drop(locks.MutexName(slot));

        public static bool IsTaken(SlotLocks locks, int slot)
        {
            var name = locks.MutexName(slot);
            if (LifeThread.IsOwn(name))
            {
                return true;
            }

            var mutex = Kernel32.OpenMutexW(Kernel32.SYNCHRONIZE | Kernel32.MUTEX_MODIFY_STATE, false, name);
            if (mutex == 0)
            {
                var error = Marshal.GetLastPInvokeError();
                return error == Kernel32.ERROR_FILE_NOT_FOUND ? false : throw Win32Error.Exception(error, $"Cannot ask for the mutex of slot {slot} of {locks._map.Name}");
            }

            // The wait and the release are one thread's, and take nothing from anybody: who is asked about is dead, or has it.
            var result = Kernel32.WaitForSingleObject(mutex, 0);
            if (result is Kernel32.WAIT_OBJECT_0 or Kernel32.WAIT_ABANDONED)
            {
                _ = Kernel32.ReleaseMutex(mutex);
            }

            _ = Kernel32.CloseHandle(mutex);
            return result is not (Kernel32.WAIT_OBJECT_0 or Kernel32.WAIT_ABANDONED);
        }
    }

    /// <summary>The name of the mutex of a slot, for who waits for its owner's end.</summary>
    [SupportedOSPlatform("windows")]
    public string MutexName(int slot) => _names.GetOrAdd(slot, static (slot, prefix) => $"{prefix}-slot-{slot}", _prefix);
}
