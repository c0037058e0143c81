using System.Runtime.Versioning;

namespace Mapwire.Platform;

internal static partial class FileMap
{
    [UnsupportedOSPlatform("windows")]
    private static class Unix
    {
        public static MapHandle? TryCreate(string path, long size, MapSecurity security)
        {
            using var folder = UnixFolder.OfFile(path);
            using var file = NewFile.For(path, folder, (int)security.Mode, exactMode: true);
            UnixFile.Reserve(file.File, size, path);
            return file.TryName(Path.GetFileName(path)) ? MapHandle.OfFile(file.Take(), Path.GetFullPath(path), size) : null;
        }

        public static MapHandle? TryOpen(string path, MapAccess access, long size)
        {
            var file = UnixFile.OpenPath(path, Writes(access));
            if (file is null)
            {
                return null;
            }

            try
            {
                var facts = UnixFile.Facts(file, path);
                if (!facts.IsRegular)
                {
                    throw new IOException($"{path} is no regular file, so it cannot be mapped.");
                }

                if (facts.Size < size)
                {
                    UnixFile.Reserve(file, size, path);
                }

                var length = Math.Max(size, facts.Size);
                return length > 0 ? MapHandle.OfFile(file, Path.GetFullPath(path), length) : throw Empty(path);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
    }
}
