using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Platform;

internal static partial class FileMap
{
    [SupportedOSPlatform("windows")]
    private static unsafe class Windows
    {
        private const int FileExistsCode = unchecked((int)0x80070050);

        public static MapHandle? TryCreate(string path, long size, MapSecurity security, bool execute)
        {
            var full = Path.GetFullPath(path);
            var temporary = Path.Combine(Path.GetDirectoryName(full)!, TemporaryName());
            Room.Require(full, size);
            if (File.Exists(full))
            {
                return null;
            }

            var info = new FileInfo(temporary);
            try
            {
                using (var file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
                {
                    RandomAccess.SetLength(file, size);
                }

                var rights = new System.Security.AccessControl.FileSecurity();
                rights.SetSecurityDescriptorSddlForm(Users.SddlFor(security), System.Security.AccessControl.AccessControlSections.Access);
                info.SetAccessControl(rights);
                File.Move(temporary, full, overwrite: false);
            }
            catch (IOException failure) when (failure.HResult is Throw.AlreadyExistsCode or FileExistsCode)
            {
                return null;
            }
            finally
            {
                File.Delete(temporary);
            }

            return TryOpen(full, execute ? MapAccess.ReadWriteExecute : MapAccess.ReadWrite, size);
        }

        public static MapHandle? TryOpen(string path, MapAccess access, long size)
        {
            var full = Path.GetFullPath(path);
            var writes = Writes(access);
            var executes = access is MapAccess.ReadExecute or MapAccess.ReadWriteExecute;
            var rights = Kernel32.GENERIC_READ | (writes ? Kernel32.GENERIC_WRITE : 0) | (executes ? Kernel32.GENERIC_EXECUTE : 0);
            var handle = Kernel32.CreateFileW(full, rights, Kernel32.FILE_SHARE_ALL, null, Kernel32.OPEN_EXISTING, 0, 0);
            if (handle is -1 or 0)
            {
                var error = Marshal.GetLastPInvokeError();
                return error is Kernel32.ERROR_FILE_NOT_FOUND or Kernel32.ERROR_PATH_NOT_FOUND
                    ? null
                    : throw Win32Error.Exception(error, $"Cannot open {path}");
            }

            var file = new SafeFileHandle(handle, ownsHandle: true);
            try
            {
                var length = RandomAccess.GetLength(file);
                if (length < size)
                {
                    Room.Require(full, size - length);
                    RandomAccess.SetLength(file, size);
                    length = size;
                }

                return length > 0 ? MapHandle.OfSection(Section(file, access, path), file, full, length) : throw Empty(path);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }

        private static nint Section(SafeFileHandle file, MapAccess access, string path)
        {
            var protect = access switch
            {
                MapAccess.ReadWrite => Kernel32.PAGE_READWRITE,
                MapAccess.ReadExecute => Kernel32.PAGE_EXECUTE_READ,
                MapAccess.ReadWriteExecute => Kernel32.PAGE_EXECUTE_READWRITE,
                _ => Kernel32.PAGE_READONLY,
            };
            var section = Kernel32.CreateFileMappingW(file.DangerousGetHandle(), null, protect, 0, 0, null);
            return section != 0 ? section : throw Win32Error.Last($"Cannot map {path}");
        }
    }
}
