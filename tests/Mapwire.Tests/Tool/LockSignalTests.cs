using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class LockSignalTests
{
    private const string Trapping = "trap 'kill $!; echo told; exit 9' TERM HUP; echo ready; sleep 60 & wait";
    private readonly string _name = UniqueName.Local();

    public LockSignalTests() => Conditions.NeedsLinux();

    [Theory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public void A_signal_is_passed_on_to_the_command_and_its_end_awaited(string signal)
    {
        using var tool = ToolProcess.Start("lock", _name, "--", "bash", "-c", Trapping);
        Assert.Equal("ready", tool.ReadLine());
        tool.Signal(signal);
        var end = tool.WaitForEnd();
        Assert.Equal(("told\n", 9), (end.Output, end.ExitCode));
        Assert.Null(MapInspector.Find(_name));
    }

    [Fact]
    public void A_command_ended_by_a_signal_ends_with_its_number_and_128()
    {
        using var tool = ToolProcess.Start("semaphore", _name, "--permits", "1", "--", "sh", "-c", "echo ready; exec sleep 60");
        Assert.Equal("ready", tool.ReadLine());
        tool.Signal("TERM");
        Assert.Equal(143, tool.WaitForEnd().ExitCode);
    }

    [Fact]
    public void Ctrl_c_reaches_the_command_once_and_the_tool_passes_on_its_end()
    {
        using var folder = new TemporaryFolder();
        var (ready, end, script) = (folder.PathOf("ready"), folder.PathOf("end"), folder.PathOf("script"));
        File.WriteAllText(script, $"trap 'n=$((n+1)); echo told $n' INT; echo > {ready}; sleep 60; sleep 0.2; exit 7");

        // The shell in the terminal is told too, and only one that traps it lives on to tell the code, whichever shell it is. The
        // terminal keeps its input until then: at the end of it script(1) may leave at once.
        var lines = ToolProcess.Shell(
            $"mkfifo {ready} {end}; {{ cat {ready}; printf '\\003'; cat {end}; }} | " +
            $"script -qec \"trap : INT; $mapwire lock {_name[6..]} -- bash {script}; echo code \\$?; echo > {end}\" /dev/null").Output;
        Assert.Contains("told 1", lines, StringComparison.Ordinal);
        Assert.DoesNotContain("told 2", lines, StringComparison.Ordinal);
        Assert.Contains("code 7", lines, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_interrupted_while_waiting_never_runs_the_command()
    {
        using var held = SharedReaderWriterLock.Create(_name);
        using var hold = held.AcquireWrite();
        using var waiter = ToolProcess.Start("lock", _name, "--", "echo", "ran");
        Wait.Until(() => RegionInspector.Inspect(_name)!.Locks[0].Waiters.Count == 1);
        waiter.Signal("INT");
        waiter.WaitForEnd().Fails("Interrupted");
        Assert.Empty(RegionInspector.Inspect(_name)!.Locks[0].Waiters);
    }
}
