using System.Diagnostics;
using System.Text;

namespace Mapwire.Tests.Support;

/// <summary>A child process that does as it is told, and can be killed.</summary>
internal sealed class PeerProcess : IDisposable
{
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private string _told = "nothing";

    private PeerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static PeerProcess Start(params (string Name, string Value)[] environment)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Mapwire.Peer" + (OperatingSystem.IsWindows() ? ".exe" : string.Empty));
        return Start(new ProcessStartInfo(path), environment);
    }

    /// <summary>Starts the peer under another user; for tests run by root on Linux.</summary>
    public static PeerProcess StartAs(int user, params (string Name, string Value)[] environment)
    {
        var command = PublicPrograms.As(user, "Mapwire.Peer");
        return Start(new ProcessStartInfo(command[0], command[1..]), environment);
    }

    /// <summary>Starts the peer by another program, which ends it when it is killed itself.</summary>
    public static PeerProcess StartThrough(params string[] command) =>
        Start(new ProcessStartInfo(command[0], [.. command[1..], Path.Combine(AppContext.BaseDirectory, "Mapwire.Peer")]), []);

    /// <summary>Tells a verb and returns what it says behind "ok".</summary>
    public string Tell(params string[] words)
    {
        var answer = Ask(words);
        return answer.StartsWith("ok ", StringComparison.Ordinal)
            ? answer[3..]
            : throw new InvalidOperationException($"The peer was told '{string.Join(' ', words)}' and answered '{answer}'.");
    }

    /// <summary>Tells a verb that must fail and returns the failure: type and message.</summary>
    public string Refuses(params string[] words)
    {
        var answer = Ask(words);
        return answer.StartsWith("failed ", StringComparison.Ordinal)
            ? answer[7..]
            : throw new InvalidOperationException($"The peer was told '{string.Join(' ', words)}', should have refused, and answered '{answer}'.");
    }

    /// <summary>Tells a verb without waiting for its answer.</summary>
    public void Send(params string[] words)
    {
        _told = $"'{string.Join(' ', words)}'";
        _process.StandardInput.WriteLine(string.Join('\t', words));
    }

    public string Answer()
    {
        var line = _process.StandardOutput.ReadLineAsync();
        return line.Wait(_watchdog)
            ? line.Result ?? throw new InvalidOperationException($"The peer ended: {_process.StandardError.ReadToEnd()}")
            : throw new TimeoutException($"The peer, which was told {_told}, did not answer. {Silence.Of(_process)}");
    }

    public void Kill()
    {
        Strike();
        WaitForExit();
    }

    /// <summary>Kills without waiting for the end.</summary>
    public void Strike() => _process.Kill();

    public void Exit()
    {
        _process.StandardInput.WriteLine("exit");
        WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static PeerProcess Start(ProcessStartInfo info, (string Name, string Value)[] environment)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        info.RedirectStandardInput = info.RedirectStandardOutput = info.RedirectStandardError = true;
        info.StandardInputEncoding = info.StandardOutputEncoding = info.StandardErrorEncoding = utf8;
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        var process = Process.Start(info) ?? throw new InvalidOperationException("No process.");
        process.StandardInput.AutoFlush = true;
        var peer = new PeerProcess(process);
        return peer.Answer() == "ready" ? peer : throw new InvalidOperationException("The peer did not begin with 'ready'.");
    }

    private string Ask(string[] words)
    {
        Send(words);
        return Answer();
    }

    private void WaitForExit()
    {
        if (!_process.WaitForExit(_watchdog))
        {
            throw new TimeoutException($"The peer, which was told {_told} before, did not end. {Silence.Of(_process)}");
        }
    }
}
