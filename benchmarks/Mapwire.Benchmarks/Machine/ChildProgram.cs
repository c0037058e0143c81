using System.Diagnostics;

namespace Mapwire.Benchmarks.Machine;

/// <summary>A program that runs beside this one, which talks with it line by line.</summary>
/// <remarks>Disposing ends it, with all that it has started.</remarks>
internal sealed class ChildProgram : IDisposable
{
    private readonly string _name;
    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <exception cref="InvalidOperationException">It could not be started.</exception>
    public ChildProgram(string program, IEnumerable<string> arguments)
    {
        _name = Path.GetFileName(program);
        _process = Programs.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>This program itself, with other words.</summary>
    public static ChildProgram OfSelf(params IEnumerable<string> words)
    {
        var (program, arguments) = Self.CommandFor(words);
        return new ChildProgram(program, arguments);
    }

    /// <exception cref="InvalidOperationException">It ended without saying anything more; the message says why.</exception>
    public async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        if (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            return line;
        }

        await EndAsync(cancellationToken);
        throw new InvalidOperationException($"{_name} ended without a word.");
    }

    public async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        var output = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
        await EndAsync(cancellationToken);
        return output;
    }

    public async Task SayAsync(string line, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
    }

    /// <summary>Waits for its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message says what it said.</exception>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        if (_process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{_name} ended with {_process.ExitCode}: {Programs.FirstLine(await _errors)}");
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
