namespace Mapwire.Tool.Maps;

/// <summary>A file to read from.</summary>
internal static class InputFile
{
    public static long LengthOf(string path)
    {
        // Asked before it is opened: opening a pipe would wait for its writer.
        if (new FileInfo(path) is { Exists: true, Length: 0 })
        {
            throw new IOException($"The file {path} is empty (0 bytes), or a pipe or a device: there is nothing to write.");
        }

        using var file = Open(path);
        return file.Length;
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
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
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
