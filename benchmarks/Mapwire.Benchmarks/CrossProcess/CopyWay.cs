namespace Mapwire.Benchmarks.CrossProcess;

/// <summary>How .NET code copies a file.</summary>
internal enum CopyWay
{
    Auto = 0,
    Map = 1,
    Kernel = 2,

    /// <summary>By the framework's <see cref="File.Copy(string, string)"/>.</summary>
    Framework = 3,
}
