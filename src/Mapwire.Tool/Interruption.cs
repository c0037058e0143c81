using System.Runtime.InteropServices;
using Mapwire.Tool.Output;

namespace Mapwire.Tool;

/// <summary>Ctrl+C and the signals that ask a program to end.</summary>
/// <remarks>The first asks what runs to end cleanly; what does not within a grace, or a second one, is ended.</remarks>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(10);
    private static readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public static CancellationToken Token => _source.Token;

    public static Interruption Listen()
    {
        var interruption = new Interruption();
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT })
        {
            interruption._registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }

        return interruption;
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private static void OnSignal(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested)
        {
            return;
        }

        context.Cancel = true;
        _ = EndAfterGrace();
        _source.Cancel();
    }

    private static async Task EndAfterGrace()
    {
        await Task.Delay(_grace);
        Failure.Say("Interrupted.");
        Environment.Exit((int)ExitCode.Failed);
    }
}
