using System.Diagnostics;
using System.Text.Json;
using Mapwire.Tool.Demo;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.Bench;

/// <summary>One process of a run, seen from the one that started it. Disposing ends it.</summary>
internal sealed class SideProcess : IDisposable
{
    public const string Command = "bench-part";
    private readonly string _who;
    private readonly Process _process;

    private SideProcess(string who, Process process)
    {
        _who = who;
        _process = process;
    }

    public static SideProcess Start(SidePlan plan)
    {
        var process = Process.Start(Self.StartInfo(Command)) ?? throw new InvalidOperationException("No process was started.");
        var side = new SideProcess($"{plan.Name} (process {process.Id})", process);
        try
        {
            // Its input stays open: its end tells it that nobody waits for it any more.
            process.StandardInput.WriteLine(JsonSerializer.Serialize(plan, BenchJson.Default.SidePlan));
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended already; its end says why.
        }

        return side;
    }

    public async Task<SideEnd> EndAsync()
    {
        var errors = _process.StandardError.ReadToEndAsync();
        var output = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        var report = output.TrimEnd() is { Length: > 0 } line && line[^1] == '}' ? JsonSerializer.Deserialize(line, BenchJson.Default.SideReport) : null;
        return new SideEnd(_who, report, _process.ExitCode, await errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
