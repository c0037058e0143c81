namespace Mapwire;

/// <summary>How a file is copied.</summary>
public enum FileCopyMethod
{
    /// <summary>The fastest the system has: the kernel's own copy, else mapping.</summary>
    Auto = 0,

    /// <summary>Both files are mapped, a window at a time, and the bytes copied from one to the other.</summary>
    Map = 1,

    /// <summary>The kernel copies; the bytes never pass through this process.</summary>
    Kernel = 2,
}
