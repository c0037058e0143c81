namespace Mapwire.Benchmarks.CrossProcess;

/// <summary>What is asked of the case <c>file-copy</c>.</summary>
/// <param name="Folder">Where the files are made.</param>
/// <param name="Mebibytes">How long the file is.</param>
/// <param name="Rounds">How often each contender copies.</param>
/// <param name="Floors">The folder of the C floors, or null.</param>
/// <param name="Tool">The program mapwire, or null.</param>
/// <param name="Processor">Where everybody runs, or null for the first processor.</param>
/// <param name="Free">Whether everybody but the C floors may run on any processor.</param>
internal sealed record FileCopyPlan(string Folder, int Mebibytes, int Rounds, string? Floors, string? Tool, int? Processor, bool Free);
