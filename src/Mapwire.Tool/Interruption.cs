using System.Runtime.InteropServices;
using Mapwire.Tool.Output;

namespace Mapwire.Tool;

/// <summary>Ctrl+C and the signals that ask a program to end.</summary>
/// <remarks>The first asks what runs to end cleanly; what does not within a grace, or a second one, is ended. While a command runs they are its business.</remarks>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(10);
    private static readonly CancellationTokenSource _source = new();
    private static readonly Lock _gate = new();
    private static Action<PosixSignal>? _tell;
    private static Timer? _end;
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

    /// <summary>From now on signals are told to somebody, and end nothing here; one that came before is an interruption.</summary>
    public static void LeaveTo(Action<PosixSignal> tell)
    {
        lock (_gate)
        {
            Token.ThrowIfCancellationRequested();
            _tell = tell;
        }
    }

    /// <summary>From now on signals are an interruption again.</summary>
    public static void TakeBack()
    {
        lock (_gate)
        {
            _tell = null;
        }
    }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _end?.Dispose();
    }

    private static void OnSignal(PosixSignalContext context)
    {
        lock (_gate)
        {
            if (_tell is { } tell)
            {
                context.Cancel = true;
                tell(context.Signal);
                return;
            }

            if (_source.IsCancellationRequested)
            {
                return;
            }

            context.Cancel = true;
            _end = new Timer(_ => End(), null, _grace, Timeout.InfiniteTimeSpan);
        }

        _source.Cancel();
    }

    private static void End()
    {
        Failure.Say("Interrupted.");
        Environment.Exit((int)ExitCode.Failed);
    }
}
