using System.Diagnostics;
using System.Text;

namespace Mapwire.Tests.Support;

/// <summary>The real program mapwire in a process of its own.</summary>
internal sealed class ToolProcess : IDisposable
{
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(120);
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly Process _process;
    private readonly Task<string> _errors;
    private bool _isDisposed;
    private bool _holds;

    private ToolProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static string Path { get; } =
        System.IO.Path.Combine(AppContext.BaseDirectory, "Mapwire.Tool" + (OperatingSystem.IsWindows() ? ".exe" : string.Empty));

    public int Id => _process.Id;

    private string What => string.Join(' ', _process.StartInfo.ArgumentList);

    public static ToolProcess Start(params string[] words) => Start(new ProcessStartInfo(Path, words));

    /// <summary>Starts the program in a folder of names of its own.</summary>
    public static ToolProcess StartIn(string directory, params string[] words)
    {
        var info = new ProcessStartInfo(Path, words);
        info.Environment["MAPWIRE_DIRECTORY"] = directory;
        return Start(info);
    }

    /// <summary>Starts the program under another user; for tests run by root on Linux.</summary>
    public static ToolProcess StartAs(int user, params string[] words)
    {
        var command = PublicPrograms.As(user, "Mapwire.Tool");
        return Start(new ProcessStartInfo(command[0], [.. command[1..], .. words]));
    }

    /// <summary>Runs the program to its end, with nothing to read.</summary>
    public static ToolResult Run(params string[] words) => Start(words).Finish();

    /// <summary>Runs the program to its end with these bytes as its standard input.</summary>
    public static ToolResult RunWithInput(byte[] input, params string[] words)
    {
        using var tool = Start(words);
        tool._process.StandardInput.BaseStream.Write(input);
        return tool.Finish();
    }

    /// <summary>Runs a shell line in which $mapwire is the program; for systems that have a shell.</summary>
    public static ToolResult Shell(string line)
    {
        var info = new ProcessStartInfo("bash", ["-c", line]);
        info.Environment["mapwire"] = Path;
        return Start(info).Finish();
    }

    /// <summary>Starts a process that holds a map, and waits until it says that it does. Disposing it lets go.</summary>
    public static ToolProcess Hold(params string[] words) => Holding(Start(words));

    /// <summary>Starts another user's process that holds a map; for tests run by root on Linux.</summary>
    public static ToolProcess HoldAs(int user, params string[] words) => Holding(StartAs(user, words));

    public string ReadLine()
    {
        var line = Within(_process.StandardOutput.ReadLineAsync());
        return line ?? throw new InvalidOperationException($"The tool ended: {Within(_errors)}");
    }

    /// <summary>Gives it something to read; returns when the program, or the system for it, has it.</summary>
    public void Write(byte[] input)
    {
        _process.StandardInput.BaseStream.Write(input);
        _process.StandardInput.BaseStream.Flush();
    }

    public void PressEnter()
    {
        _process.StandardInput.Write('\n');
        _process.StandardInput.Flush();
    }

    public void EndInput()
    {
        _holds = false;
        _process.StandardInput.Close();
    }

    /// <summary>Sends a signal by its short name.</summary>
    public void Signal(string name) => Signals.Send(name, Id);

    public void Kill()
    {
        _process.Kill();
        WaitForExit();
    }

    /// <summary>Waits for the end by itself.</summary>
    public ToolResult WaitForEnd()
    {
        var output = new MemoryStream();
        Within(_process.StandardOutput.BaseStream.CopyToAsync(output));
        WaitForExit();
        return new ToolResult(_process.ExitCode, output.ToArray(), Within(_errors));
    }

    /// <summary>Ends standard input and waits for the end.</summary>
    public ToolResult Finish()
    {
        using (this)
        {
            EndInput();
            return WaitForEnd();
        }
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (_holds && !_process.HasExited)
        {
            PressEnter();
            _ = _process.WaitForExit(_watchdog);
        }

        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static ToolProcess Start(ProcessStartInfo info)
    {
        info.RedirectStandardInput = info.RedirectStandardOutput = info.RedirectStandardError = true;
        info.StandardInputEncoding = info.StandardOutputEncoding = info.StandardErrorEncoding = _utf8;
        return new ToolProcess(Process.Start(info) ?? throw new InvalidOperationException("No process."));
    }

    private static ToolProcess Holding(ToolProcess tool)
    {
        _ = tool.ReadLine();
        tool._holds = true;
        return tool;
    }

    private T Within<T>(Task<T> work)
    {
        Within((Task)work);
        return work.Result;
    }

    private void Within(Task work)
    {
        if (!work.Wait(_watchdog))
        {
            throw new TimeoutException($"The tool did not get on: {What}. {Silence.Of(_process)}");
        }
    }

    private void WaitForExit()
    {
        if (!_process.WaitForExit(_watchdog))
        {
            throw new TimeoutException($"The tool did not end: {What}. {Silence.Of(_process)}");
        }
    }
}
