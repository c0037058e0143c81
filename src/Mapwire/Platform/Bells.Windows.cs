using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Platform;

internal sealed partial class Bells
{
    // The events of the bells that this participant sleeps on, and of those it has rung.
    private readonly ConcurrentDictionary<long, SafeWaitHandle> _events = new();

    /// <summary>The event of a bell that this participant sleeps on.</summary>
    [SupportedOSPlatform("windows")]
    public SafeWaitHandle EventOf(long offset) => Windows.Own(this, offset);

    [SupportedOSPlatform("windows")]
    private static unsafe class Windows
    {
        public static SafeWaitHandle Own(Bells bells, long offset)
        {
            if (bells._events.TryGetValue(offset, out var known))
            {
                return known;
            }

            fixed (byte* bytes = SecurityDescriptor.Parse(SddlForEvent(bells._objects.ReachesOthers)))
            {
                var attributes = new Kernel32.SecurityAttributes { Length = sizeof(Kernel32.SecurityAttributes), SecurityDescriptor = (nint)bytes };
                var name = NameOf(bells, offset);
                var made = Kernel32.CreateEventExW(
                    &attributes, name, 0, Kernel32.SYNCHRONIZE | Kernel32.EVENT_MODIFY_STATE);
                return made != 0 ? Keep(bells, offset, made) : throw Win32Error.Last($"Cannot make the event {name}");
            }
        }

        public static void Sleep(Bells bells, long offset, nint address, int value, int milliseconds)
        {
            var own = Own(bells, offset);
            if (Volatile.Read(ref *(int*)address) == value)
            {
                _ = Kernel32.WaitForSingleObject(own.DangerousGetHandle(), milliseconds < 0 ? Kernel32.INFINITE : (uint)milliseconds);
            }
        }

        public static void Wake(Bells bells, long offset)
        {
            if (!bells._events.TryGetValue(offset, out var known))
            {
                var opened = Kernel32.OpenEventW(Kernel32.SYNCHRONIZE | Kernel32.EVENT_MODIFY_STATE, false, NameOf(bells, offset));
                if (opened == 0)
                {
                    // Who sleeps there made the event before it slept: it is gone.
                    var error = Marshal.GetLastPInvokeError();
                    _ = error == Kernel32.ERROR_FILE_NOT_FOUND ? 0 : throw Win32Error.Exception(error, $"Cannot wake at {NameOf(bells, offset)}");
                    return;
                }

                known = Keep(bells, offset, opened);
            }

            _ = Kernel32.SetEvent(known.DangerousGetHandle());
        }

        public static void Dispose(Bells bells)
        {
            foreach (var handle in bells._events.Values)
            {
                handle.Dispose();
            }
        }

        private static SafeWaitHandle Keep(Bells bells, long offset, nint handle)
        {
            var mine = new SafeWaitHandle(handle, ownsHandle: true);
            var kept = bells._events.GetOrAdd(offset, mine);
            if (kept != mine)
            {
                mine.Dispose();
            }

            return kept;
        }

        private static string NameOf(Bells bells, long offset) =>
            bells._objects.Prefix + "-bell-" + offset.ToString("x", CultureInfo.InvariantCulture);

        private static string SddlForEvent(bool reachesOthers) => !reachesOthers
            ? Users.SddlFor(MapSecurity.CurrentUser)
            : Users.SddlFor(MapSecurity.AllUsers) + $"(A;;0x{Kernel32.SYNCHRONIZE | Kernel32.EVENT_MODIFY_STATE:X};;;AU)";
    }
}
