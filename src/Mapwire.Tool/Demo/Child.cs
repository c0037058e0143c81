using System.Diagnostics;

namespace Mapwire.Tool.Demo;

/// <summary>Another process of this program, which the demonstration started and ends.</summary>
internal sealed class Child : IDisposable
{
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(60);
    private readonly string _what;
    private readonly Process _process;
    private readonly Task<string> _errors;

    private Child(string what, Process process)
    {
        _what = what;
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public static Child Start(params string[] words)
    {
        var process = Process.Start(Self.StartInfo(words)) ?? throw new InvalidOperationException("No process was started.");
        return new Child(string.Join(' ', words), process);
    }

    /// <summary>The next line it prints; it must print one.</summary>
    public async Task<string> ReadLineAsync()
    {
        var line = await Within(_process.StandardOutput.ReadLineAsync());
        return line ?? throw new InvalidDataException($"'mapwire {_what}' ended without a word: {(await Within(_errors)).Trim()}");
    }

    /// <summary>All that it prints until it ends; it must end well.</summary>
    public async Task<string> SucceedAsync()
    {
        var output = await Within(_process.StandardOutput.ReadToEndAsync());
        await EndAsync();
        return _process.ExitCode == (int)ExitCode.Done
            ? output.TrimEnd()
            : throw new InvalidDataException($"'mapwire {_what}' ended with {_process.ExitCode}: {(await _errors).Trim()}");
    }

    /// <summary>Its line on standard error; it must fail.</summary>
    public async Task<string> FailAsync()
    {
        await EndAsync();
        return _process.ExitCode == (int)ExitCode.Failed
            ? (await _errors).Trim()
            : throw new InvalidDataException($"'mapwire {_what}' should have failed and ended with {_process.ExitCode}.");
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    /// <summary>Presses Enter, which lets go of a map.</summary>
    public async Task ReleaseAsync()
    {
        await _process.StandardInput.WriteAsync('\n');
        await _process.StandardInput.FlushAsync();
        _ = await SucceedAsync();
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

    private Task EndAsync() => Within(Task.WhenAll(_process.WaitForExitAsync(), _errors));

    private async Task<T> Within<T>(Task<T> work)
    {
        await Within((Task)work);
        return await work;
    }

    private async Task Within(Task work)
    {
        try
        {
            await work.WaitAsync(_watchdog, Interruption.Token);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"'mapwire {_what}' did not get on within {_watchdog.TotalSeconds:0} seconds.");
        }
    }
}
