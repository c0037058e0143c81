using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Tool.Maps;

/// <summary>Waits for Enter on the terminal of a shell with jobs, and only while it is this program's turn to read there.</summary>
/// <remarks>
/// The system sends SIGTTIN to a background job that reads its terminal, which stops it, and a read that was under way when the job was
/// stopped counts: it begins anew when the job goes on. So
/// 1. a background job does not begin to read;
/// 2. SIGTTIN is caught, and closes the terminal below the read, which then fails instead of beginning anew;
/// 3. SIGCONT begins to read again, and so does, as a shell sends it only to what was stopped, a look now and then at whose turn it is.
/// </remarks>
[UnsupportedOSPlatform("windows")]
internal sealed class Terminal : IDisposable
{
    private const string Path = "/dev/tty";
    private const int MostEnds = 100;
    private const int GroupField = 2;
    private const int ForegroundField = 5;
    private static readonly TimeSpan _betweenLooks = TimeSpan.FromMilliseconds(250);
    private readonly Lock _lock = new();
    private readonly Action _onEnter;
    private readonly PosixSignalRegistration _background;
    private readonly PosixSignalRegistration _continued;
    private readonly Timer _looks;
    private SafeFileHandle? _terminal;
    private bool _isDisposed;

    public Terminal(Action onEnter)
    {
        _onEnter = onEnter;
        _background = PosixSignalRegistration.Create(PosixSignal.SIGTTIN, context =>
        {
            context.Cancel = true;
            Close(_terminal);
        });
        _continued = PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => Begin());
        _looks = new Timer(_ => Begin(), null, TimeSpan.Zero, OperatingSystem.IsLinux() ? _betweenLooks : Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        _background.Dispose();
        _continued.Dispose();
        _looks.Dispose();
        _terminal?.Dispose();
    }

    /// <summary>Whether this program has a terminal that a shell may take from it.</summary>
    public static bool Exists()
    {
        try
        {
            using var terminal = Open();
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static SafeFileHandle Open() => File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

    private static bool IsInBackground()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        var facts = File.ReadAllText("/proc/self/stat");
        var fields = facts[(facts.LastIndexOf(')') + 2)..].Split(' ');
        return int.Parse(fields[GroupField], CultureInfo.InvariantCulture) != int.Parse(fields[ForegroundField], CultureInfo.InvariantCulture);
    }

    private void Begin()
    {
        lock (_lock)
        {
            if (_isDisposed || _terminal is not null || IsInBackground())
            {
                return;
            }

            var terminal = Open();
            _terminal = terminal;
            new Thread(() => Read(terminal)) { IsBackground = true, Name = "Enter" }.Start();
        }
    }

    private void Read(SafeFileHandle terminal)
    {
        try
        {
            using var input = new FileStream(terminal, FileAccess.Read, bufferSize: 0);

            // On a terminal Ctrl+D ends what was typed, not the terminal.
            for (var ends = MostEnds; ends > 0;)
            {
                switch (input.ReadByte())
                {
                    case '\n':
                        _onEnter();
                        return;
                    case < 0:
                        ends--;
                        break;
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // An input that cannot be read says as little as one that ended.
            Close(terminal);
        }
    }

    private void Close(SafeFileHandle? terminal)
    {
        lock (_lock)
        {
            if (terminal is null || terminal != _terminal)
            {
                return;
            }

            // A handle is not closed while it is read; here that is the purpose, so another one closes it.
            _terminal = null;
            new SafeFileHandle(terminal.DangerousGetHandle(), ownsHandle: true).Dispose();
            terminal.SetHandleAsInvalid();
        }
    }
}
