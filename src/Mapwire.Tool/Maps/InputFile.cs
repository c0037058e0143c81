namespace Mapwire.Tool.Maps;

/// <summary>A file to read from.</summary>
internal static class InputFile
{
    public static long LengthOf(string path)
    {
        using var file = Open(path);
        return file.Length > 0 ? file.Length : throw new IOException($"The file {path} is empty (0 bytes): there is nothing to write.");
    }

    public static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new IOException($"{path} is a folder, not a file.");
        }

        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (file.CanSeek)
            {
                return file;
            }

            file.Dispose();
            throw new IOException($"{path} is no regular file; use --stdin for a pipe.");
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"There is no file {path}.", path, failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new UnauthorizedAccessException($"No rights to read {path}.", failure);
        }
    }
}
