using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

internal sealed partial class PeerWatch
{
    // The processes watched for this participant.
    private HashSet<int> _processes = [];

    /// <summary>Which numbering of processes this one lives in; 0 where it is not known, or there is one only.</summary>
    public static ulong Namespace => OperatingSystem.IsWindows() ? 0 : Linux.Namespace;

    /// <summary>For tests: behaves as where nobody can be watched.</summary>
    [UnsupportedOSPlatform("windows")]
    public static bool WithoutDescriptors
    {
        get => Linux.WithoutDescriptors;
        set => Linux.WithoutDescriptors = value;
    }

    /// <summary>One thread polls a process descriptor for each process that anybody here wants to hear of.</summary>
    /// <remarks>A descriptor is opened by who asks for the watch, before it looks whether the process still holds its slot: if it does, the descriptor
    /// is that process's, for a number is not used again while its process lives. It is closed by the thread that polls it.</remarks>
    [UnsupportedOSPlatform("windows")]
    private static unsafe class Linux
    {
        private static readonly Dictionary<int, int> _descriptors = [];
        private static readonly ulong _namespace = ReadNamespace();
        private static readonly int _control = NewControl();
        private static bool _isRunning;

        public static ulong Namespace => _namespace;

        /// <summary>For tests: behaves as a kernel without process descriptors does.</summary>
        public static bool WithoutDescriptors { get; set; }

        public static bool Set(PeerWatch watch, IReadOnlyCollection<Peer> peers)
        {
            var all = true;
            lock (_gate)
            {
                HashSet<int> processes = [];
                foreach (var peer in peers)
                {
                    // Another participant in this process leaves or lives; it cannot die alone.
                    if (peer.ProcessId == Environment.ProcessId && peer.Namespace == _namespace)
                    {
                        continue;
                    }

                    if (peer.Namespace == 0 || peer.Namespace != _namespace || !TryOpen(peer.ProcessId))
                    {
                        all = false;
                        continue;
                    }

                    _ = processes.Add(peer.ProcessId);
                }

                watch._processes = processes;
                if (processes.Count > 0)
                {
                    Start();
                }
            }

            Poke();
            return all;
        }

        public static void AskAsNeeded()
        {
            lock (_gate)
            {
                Start();
            }

            Poke();
        }

        private static bool TryOpen(int process)
        {
            if (_descriptors.ContainsKey(process))
            {
                return true;
            }

            var descriptor = WithoutDescriptors ? -1 : (int)Libc.pidfd_open(Libc.SYS_pidfd_open, process, 0);
            if (descriptor < 0)
            {
                return false;
            }

            // One that has ended already, while a child it forked still holds its locks, would be told of without end.
            var file = new Libc.PollFd { File = descriptor, Events = Libc.POLLIN };
            if (Libc.poll(&file, 1, 0) != 0)
            {
                _ = Libc.close(descriptor);
                return false;
            }

            _descriptors.Add(process, descriptor);
            return true;
        }

        private static void Start()
        {
            if (!_isRunning)
            {
                new Thread(Run) { IsBackground = true, Name = "Mapwire life" }.UnsafeStart();
                _isRunning = true;
            }
        }

        private static void Run()
        {
            List<int> processes = [];
            List<PeerWatch> told = [];
            var files = new Libc.PollFd[16];
            var asked = Stopwatch.GetTimestamp();
            while (true)
            {
                // By the clock, whatever else wakes this thread.
                if (AnyMustAsk() && Stopwatch.GetElapsedTime(asked) >= Period)
                {
                    Ask();
                    asked = Stopwatch.GetTimestamp();
                }

                var count = Prepare(processes, ref files);
                int ready;
                fixed (Libc.PollFd* first = files)
                {
                    ready = Libc.poll(first, (nuint)count, AnyMustAsk() ? (int)Period.TotalMilliseconds : -1);
                }

                if (files[0].Found != 0)
                {
                    ulong pokes;
                    _ = Libc.read(_control, &pokes, sizeof(ulong));
                }

                told.Clear();
                lock (_gate)
                {
                    for (var i = 1; ready > 0 && i < count; i++)
                    {
                        if (files[i].Found != 0)
                        {
                            Forget(processes[i - 1], told);
                        }
                    }
                }

                told.ForEach(watch => watch._ended());
            }
        }

        private static int Prepare(List<int> processes, ref Libc.PollFd[] files)
        {
            lock (_gate)
            {
                processes.Clear();
                foreach (var (process, descriptor) in _descriptors)
                {
                    if (_all.Exists(watch => watch._processes.Contains(process)))
                    {
                        processes.Add(process);
                    }
                    else
                    {
                        _ = Libc.close(descriptor);
                        _ = _descriptors.Remove(process);
                    }
                }

                if (files.Length < processes.Count + 1)
                {
                    Array.Resize(ref files, (processes.Count + 1) * 2);
                }

                files[0] = new Libc.PollFd { File = _control, Events = Libc.POLLIN };
                for (var i = 0; i < processes.Count; i++)
                {
                    files[i + 1] = new Libc.PollFd { File = _descriptors[processes[i]], Events = Libc.POLLIN };
                }

                return processes.Count + 1;
            }
        }

        private static void Forget(int process, List<PeerWatch> told)
        {
            if (_descriptors.Remove(process, out var descriptor))
            {
                _ = Libc.close(descriptor);
            }

            foreach (var watch in _all)
            {
                if (watch._processes.Remove(process))
                {
                    told.Add(watch);
                }
            }
        }

        private static void Poke()
        {
            ulong one = 1;
            _ = Libc.write(_control, &one, sizeof(ulong));
        }

        private static int NewControl()
        {
            var control = Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
            return control >= 0 ? control : throw UnixError.Exception(Marshal.GetLastPInvokeError(), "make", "an event descriptor");
        }

        // The link reads pid:[4026531836].
        private static ulong ReadNamespace()
        {
            try
            {
                var target = new FileInfo("/proc/self/ns/pid").LinkTarget ?? string.Empty;
                return ulong.TryParse(target.AsSpan(Math.Min(5, target.Length)).TrimEnd(']'), CultureInfo.InvariantCulture, out var number) ? number : 0;
            }
            catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
            {
                return 0;
            }
        }
    }
}
