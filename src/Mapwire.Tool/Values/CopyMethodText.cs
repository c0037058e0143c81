namespace Mapwire.Tool.Values;

/// <summary>How a file is copied, as people write it.</summary>
internal static class CopyMethodText
{
    public static FileCopyMethod Parse(string text) => text switch
    {
        "map" => FileCopyMethod.Map,
        "kernel" => FileCopyMethod.Kernel,
        "auto" => FileCopyMethod.Auto,
        _ => throw new ArgumentException($"The method '{text}' is none of map, kernel, auto."),
    };
}
