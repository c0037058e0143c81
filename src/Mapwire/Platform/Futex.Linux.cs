using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

/// <summary>Sleeping on a word of memory that may be shared between processes.</summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe class Futex
{
    /// <summary>The most words that one call can wait for.</summary>
    public const int MostWords = 128;

    /// <summary>For tests: behaves as a kernel that cannot wait for several words does.</summary>
    public static bool OneWordOnly { get; set; }

    public static void Wait(nint word, int value, int milliseconds)
    {
        var limit = new Libc.TimeSpec { Seconds = milliseconds / 1000, Nanoseconds = milliseconds % 1000 * 1_000_000L };
        if (Libc.futex(Libc.SYS_futex, word, Libc.FUTEX_WAIT, value, milliseconds < 0 ? null : &limit, 0, 0) != 0)
        {
            // EAGAIN: the word had changed. The others are as good as a wake-up without a reason.
            var error = Marshal.GetLastPInvokeError();
            if (error is not (Libc.EAGAIN or Libc.EINTR or Libc.ETIMEDOUT))
            {
                throw UnixError.Exception(error, "sleep on", "a futex");
            }
        }
    }

    // All: a thread that has just given a word up may still stand in the kernel's queue, and must not take another's wake.
    public static void Wake(nint word) => _ = Libc.futex(Libc.SYS_futex, word, Libc.FUTEX_WAKE, int.MaxValue, null, 0, 0);

    /// <summary>Sleeps until one of the words no longer has its value; false where the kernel cannot.</summary>
    public static bool TryWaitAny(Libc.FutexWaitV* words, int count)
    {
        if (OneWordOnly)
        {
            return false;
        }

        return Libc.futex_waitv(Libc.SYS_futex_waitv, words, count, 0, null, Libc.CLOCK_MONOTONIC) >= 0
            || Marshal.GetLastPInvokeError() is not (Libc.ENOSYS or Libc.EPERM);
    }
}
