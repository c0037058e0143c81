using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class SemaphoreTests
{
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void As_many_commands_run_as_there_are_permits()
    {
        using var first = Hold();
        using var second = Hold();
        var refused = ToolProcess.Run("semaphore", _name, "--permits", "2", "--wait", "0", "--", ToolProcess.Path, "--version");
        Assert.Equal(75, refused.ExitCode);
        Assert.Contains($"(process {first.Id},", refused.Errors, StringComparison.Ordinal);
        Assert.Contains($"(process {second.Id},", refused.Errors, StringComparison.Ordinal);
        first.PressEnter();
        _ = first.WaitForEnd().Succeeds();
        _ = ToolProcess.Run("semaphore", _name, "--permits", "2", "--wait", "0", "--", ToolProcess.Path, "--version").Succeeds();
    }

    [Fact]
    public void A_killed_holder_gives_its_permit_back()
    {
        using var kept = SharedSemaphore.Create(_name, 1);
        var other = UniqueName.Local();
        using var gate = SharedEvent.Create(other, EventResetMode.ManualReset);
        using (var holder = ToolProcess.Start("semaphore", _name, "--permits", "1", "--", ToolProcess.Path, "event", "wait", other))
        {
            Wait.Until(() => RegionInspector.Inspect(other)!.Participants.Count == 2);
            holder.Kill();
        }

        gate.Set();
        _ = ToolProcess.Run("semaphore", _name, "--permits", "1", "--wait", "60", "--", ToolProcess.Path, "--version").Succeeds();
    }

    [Fact]
    public void Another_number_of_permits_is_refused()
    {
        using var kept = SharedSemaphore.Create(_name, 3);
        ToolProcess.Run("semaphore", _name, "--permits", "2", "--", ToolProcess.Path, "--version").Fails(_name, "3 permits", "not 2");
    }

    [Fact]
    public void The_exit_code_is_the_commands() =>
        Assert.Equal(64, ToolProcess.Run("semaphore", _name, "--permits", "2", "--", ToolProcess.Path, "bogus").ExitCode);

    private ToolProcess Hold() => ToolProcess.Hold(
        "semaphore", _name, "--permits", "2", "--", ToolProcess.Path, "map", "create", UniqueName.Local(), "--size", "1");
}
