using System.Runtime.InteropServices;

// Only the system's own libraries are called: never one that lies beside the program.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32 | DllImportSearchPath.SafeDirectories)]
