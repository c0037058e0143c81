using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

/// <summary>The mutex beside a name that is held while the note of its length is written.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class SectionMutex : IDisposable
{
    private readonly nint _handle;

    private SectionMutex(nint handle) => _handle = handle;

    /// <summary>Takes the mutex; null where another user's rights forbid it.</summary>
    /// <exception cref="IOException">Somebody holds it and does not go on.</exception>
    public static SectionMutex? TryTake(MapName name, string? sddl, uint patience)
    {
        var descriptor = sddl is null ? null : SecurityDescriptor.Parse(sddl);
        fixed (byte* bytes = descriptor)
        {
            var attributes = new Kernel32.SecurityAttributes { Length = sizeof(Kernel32.SecurityAttributes), SecurityDescriptor = (nint)bytes };
            var handle = Kernel32.CreateMutexExW(
                descriptor is null ? null : &attributes,
                name.FullName + ".mapwire-length",
                0,
                Kernel32.SYNCHRONIZE | Kernel32.MUTEX_MODIFY_STATE);
            if (handle == 0)
            {
                var error = Marshal.GetLastPInvokeError();
                return error == Kernel32.ERROR_ACCESS_DENIED ? null : throw Win32Error.Exception(error, $"Cannot make the mutex beside {name}");
            }

            // An abandoned mutex is as good as a free one: it protects no data of its own.
            switch (Kernel32.WaitForSingleObject(handle, patience))
            {
                case Kernel32.WAIT_OBJECT_0 or Kernel32.WAIT_ABANDONED:
                    return new SectionMutex(handle);
                case Kernel32.WAIT_TIMEOUT:
                    _ = Kernel32.CloseHandle(handle);
                    throw new IOException($"The map {name} is being created by a process that does not go on (suspended?). Let it continue or end it.");
                default:
                    var failure = Win32Error.Last($"Cannot wait for the mutex beside {name}");
                    _ = Kernel32.CloseHandle(handle);
                    throw failure;
            }
        }
    }

    public void Dispose()
    {
        _ = Kernel32.ReleaseMutex(_handle);
        _ = Kernel32.CloseHandle(_handle);
    }
}
