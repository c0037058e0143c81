using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class LockTests
{
    private readonly string _name = UniqueName.Local();
    private readonly string _other = UniqueName.Local();

    [Fact]
    public void A_command_runs_and_its_exit_code_is_passed_on()
    {
        Assert.Equal(ToolProcess.Run("--version").Succeeds().Output, ToolProcess.Run(Locked("--version")).Succeeds().Output);
        var wrong = ToolProcess.Run(Locked("bogus"));
        Assert.Equal(64, wrong.ExitCode);
        Assert.Contains("'bogus'", wrong.Errors, StringComparison.Ordinal);
        ToolProcess.Run(Locked("map", "read", _other)).Fails(_other);
    }

    [Fact]
    public void A_command_reads_the_input_of_the_tool()
    {
        using var map = SharedMap.Create(_other, 10);
        _ = ToolProcess.RunWithInput("given"u8.ToArray(), Locked("map", "write", _other, "--stdin")).Succeeds();
        using var view = map.CreateView();
        Assert.Equal("given"u8.ToArray(), view.ReadOnlySpan[..5].ToArray());
    }

    [Fact]
    public void A_held_lock_is_refused_at_once_naming_the_holder()
    {
        using var holder = Hold();
        var refused = ToolProcess.Run("lock", _name, "--wait", "0", "--", ToolProcess.Path, "--version");
        Assert.Equal(75, refused.ExitCode);
        Assert.Empty(refused.Bytes);
        Assert.StartsWith("mapwire: " + _name, refused.Errors, StringComparison.Ordinal);
        Assert.Contains($"(process {holder.Id}, since ", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(75, ToolProcess.Run("lock", _name, "--shared", "--wait", "0.05", "--", ToolProcess.Path, "--version").ExitCode);
    }

    [Fact]
    public void Who_waits_runs_when_the_holder_has_ended()
    {
        using var holder = Hold();
        using var waiter = ToolProcess.Start("lock", _name, "--wait", "100", "--", ToolProcess.Path, "event", "set", _other);
        Wait.Until(() => TheLock().Waiters.Count == 1);
        using var gate = SharedEvent.Create(_other, EventResetMode.ManualReset);
        Assert.False(gate.IsSet);
        holder.PressEnter();
        Assert.Equal($"set {_other}\n", waiter.WaitForEnd().Succeeds().Output);
        _ = holder.WaitForEnd().Succeeds();
    }

    [Fact]
    public void Shared_locks_are_held_beside_each_other()
    {
        using var first = Hold("--shared");
        using var second = Hold("--shared");
        Assert.Equal([0, 1], TheLock().Holders);
        Assert.Equal(75, ToolProcess.Run("lock", _name, "--wait", "0", "--", ToolProcess.Path, "--version").ExitCode);
        _ = ToolProcess.Run("lock", _name, "--wait", "0", "--shared", "--", ToolProcess.Path, "--version").Succeeds();
    }

    [Fact]
    public void A_killed_holder_passes_the_lock_on_and_the_next_is_told_until_a_command_succeeds()
    {
        using var kept = SharedReaderWriterLock.CreateOrOpen(_name);
        using var gate = SharedEvent.Create(_other, EventResetMode.ManualReset);
        using (var holder = ToolProcess.Start(Locked("event", "wait", _other)))
        {
            Wait.Until(() => TheLock().Holders.Count == 1 && RegionInspector.Inspect(_other)!.Participants.Count == 2);
            holder.Kill();
        }

        gate.Set();
        var failed = ToolProcess.Run(Locked("bogus"));
        Assert.Contains("was abandoned", failed.Errors, StringComparison.Ordinal);
        Assert.Equal(64, failed.ExitCode);
        Assert.True(TheLock().IsAbandoned);
        var repaired = ToolProcess.Run(Locked("--version"));
        Assert.Contains("was abandoned", repaired.Errors, StringComparison.Ordinal);
        Assert.Equal(0, repaired.ExitCode);
        Assert.False(TheLock().IsAbandoned);
        _ = ToolProcess.Run(Locked("--version")).Succeeds();
        Assert.Empty(RegionInspector.Verify(_name));
    }

    [Fact]
    public void A_shared_holder_is_told_of_an_abandoned_lock_and_repairs_nothing()
    {
        using var kept = SharedReaderWriterLock.CreateOrOpen(_name);
        using (var other = SharedReaderWriterLock.Open(_name))
        {
            _ = other.AcquireWrite();
        }

        var told = ToolProcess.Run("lock", _name, "--shared", "--", ToolProcess.Path, "--version");
        Assert.Contains("was abandoned", told.Errors, StringComparison.Ordinal);
        Assert.Equal(0, told.ExitCode);
        Assert.True(TheLock().IsAbandoned);
    }

    [Fact]
    public void A_command_that_there_is_not_ends_with_127()
    {
        var missing = ToolProcess.Run("lock", _name, "--", "no-such-command-anywhere");
        Assert.Equal(127, missing.ExitCode);
        Assert.Contains("no-such-command-anywhere", missing.Errors, StringComparison.Ordinal);
        Assert.Equal(127, ToolProcess.Run("lock", _name, "--", "./no/such").ExitCode);
        Assert.Equal(127, ToolProcess.Run("semaphore", _name, "--permits", "2", "--", "no-such-command-anywhere").ExitCode);
    }

    [Fact]
    public void A_command_that_cannot_be_executed_ends_with_126()
    {
        Conditions.NeedsUnix();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("text"), "no program");
        foreach (var path in new[] { folder.PathOf("text"), folder.Path })
        {
            var refused = ToolProcess.Run("lock", _name, "--", path);
            Assert.Equal(126, refused.ExitCode);
            Assert.Contains(path, refused.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_program_in_the_folder_one_is_in_is_not_taken_for_one_of_the_path()
    {
        Conditions.NeedsLinux();
        using var folder = new TemporaryFolder();
        Assert.Equal("127\n", ToolProcess.Shell($"cd {folder.Path} && printf '#!/bin/sh\\n' > mine && chmod +x mine && $mapwire lock {_name[6..]} -- mine 2>/dev/null; echo $?").Output);
    }

    [Fact]
    public void What_has_the_name_and_is_no_such_lock_is_refused()
    {
        using var map = SharedMap.Create(_name, 5000);
        ToolProcess.Run(Locked("--version")).Fails(_name, "plain map");
        using var mutex = SharedMutex.Create(_other);
        ToolProcess.Run("lock", _other, "--", ToolProcess.Path, "--version").Fails(_other, "Mutex");
    }

    [Fact]
    public void Many_at_once_take_turns()
    {
        Conditions.NeedsLinux();
        using var folder = new TemporaryFolder();
        var count = folder.PathOf("count");
        var one = $"$mapwire lock {_name[6..]} -- sh -c 'echo $(( $(cat {count}) + 1 )) > {count}'";
        _ = ToolProcess.Shell($"echo 0 > {count}; for i in $(seq 24); do {one} & done; wait").Succeeds();
        Assert.Equal("24\n", File.ReadAllText(count));
    }

    private string[] Locked(params string[] words) => ["lock", _name, "--", ToolProcess.Path, .. words];

    // The command is this program again: it says that it runs, and ends on Enter.
    private ToolProcess Hold(params string[] options) =>
        ToolProcess.Hold(["lock", _name, .. options, "--", ToolProcess.Path, "map", "create", UniqueName.Local(), "--size", "1"]);

    private LockInfo TheLock() => Assert.Single(RegionInspector.Inspect(_name)!.Locks);
}
