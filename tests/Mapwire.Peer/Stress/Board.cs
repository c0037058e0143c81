using System.Text;

namespace Mapwire.Peer.Stress;

/// <summary>What the workers write while they hold this or that, in a map of its own: enough to tell afterwards what must have happened.</summary>
internal sealed class Board(MapView view)
{
    public const int Size = 65536;
    public const int Processes = 8;
    public const int ThreadsEach = 2;
    public const int Lanes = Processes * ThreadsEach;
    public const int Mutexes = 3;
    public const int Permits = 3;
    public const int MostOnces = 1000;
    private const int LaneWords = 16;
    private const int MutexWords = 64;
    private const int SemaphoreWords = 256;
    private const int BothWords = 272;
    private const int OnceWords = 512;
    private const int TextOffset = 32768;
    private const int TextBytes = 30000;

    public ref long Stop => ref At(0);

    public ref long Mode => ref At(1);

    /// <summary>0: none; 1: being written; 2: written.</summary>
    public ref long Fault => ref At(2);

    public ref long Once => ref At(3);

    public ref long OnceLimit => ref At(4);

    /// <summary>How much a lane has done.</summary>
    public ref long Done(int lane) => ref At(LaneWords + lane);

    /// <summary>What a mutex protects.</summary>
    public ref long Value(int mutex) => ref At(Of(mutex));

    /// <summary>The lane whose update is half-done, + 1.</summary>
    public ref long Intent(int mutex) => ref At(Of(mutex) + 1);

    public ref long Before(int mutex) => ref At(Of(mutex) + 2);

    public ref long LaneBefore(int mutex) => ref At(Of(mutex) + 3);

    /// <summary>How many of its updates a lane has written, under the mutex.</summary>
    public ref long Committed(int mutex, int lane) => ref At(Of(mutex) + 8 + lane);

    /// <summary>How many of its updates a lane knows to be done; written after the release.</summary>
    public ref long Known(int mutex, int lane) => ref At(Of(mutex) + 8 + Lanes + lane);

    public ref long Holder(int permit) => ref At(SemaphoreWords + permit);

    public ref long Writer => ref At(BothWords);

    public ref long First => ref At(BothWords + 1);

    public ref long Second => ref At(BothWords + 2);

    public ref long Reader(int lane) => ref At(BothWords + 8 + lane);

    public ref long Begun(int once) => ref At(OnceWords + once);

    public ref long Finished(int once) => ref At(OnceWords + MostOnces + once);

    /// <summary>Says what is wrong; the first to say it is heard.</summary>
    public void Say(string text)
    {
        if (Interlocked.CompareExchange(ref Fault, 1, 0) == 0)
        {
            var bytes = view.AsSpan(TextOffset, TextBytes);
            bytes.Clear();
            _ = Encoding.UTF8.TryGetBytes(text.AsSpan(0, Math.Min(text.Length, TextBytes / 3)), bytes, out _);
            Volatile.Write(ref Fault, 2);
        }
    }

    public string Text() => Encoding.UTF8.GetString(view.AsReadOnlySpan(TextOffset, TextBytes)).TrimEnd('\0');

    private static int Of(int mutex) => MutexWords + (mutex * 64);

    private ref long At(int word) => ref view.At<long>(word * sizeof(long));
}
