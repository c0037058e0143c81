using System.Text;

namespace Mapwire.Peer.Stress;

/// <summary>What the writers and readers of a run write down beside the queue, in a map that outlives them: what is about to be written, was written, and was read how often.</summary>
internal sealed class QueueBoard(MapView view)
{
    public const int Writers = 3;
    public const int Readers = 5;
    public const int Most = 1 << 18;
    public const int Maybe = 1 << 24;
    public const int Done = 1 << 25;
    private const int WriterOffset = 4096;
    private const int ReaderOffset = 8192;
    private const int Line = 128;
    private const int TextOffset = 16384;
    private const int TextBytes = 16384;
    private const int MarkOffset = 32768;
    private const int Again = 1 << 8;

    public static long Size => MarkOffset + ((long)Writers * Most * sizeof(int));

    /// <summary>Writers stop; readers go on until the queue is completed and read.</summary>
    public ref int Stop => ref view.At<int>(0);

    /// <summary>0: none; 1: being written; 2: written.</summary>
    public ref int Fault => ref view.At<int>(4);

    public ref int Prefetch => ref view.At<int>(8);

    /// <summary>Which readers lease: none, all of them (1), or those with an odd number (2).</summary>
    public ref int Leases => ref view.At<int>(12);

    public ref int MostBytes => ref view.At<int>(16);

    /// <summary>The number of the message that a writer writes, or wrote last.</summary>
    public ref int Intent(int writer) => ref view.At<int>(WriterOffset + (writer * Line));

    /// <summary>The number of the last message of which a writer knows that it was written.</summary>
    public ref int Written(int writer) => ref view.At<int>(WriterOffset + (writer * Line) + 4);

    /// <summary>How many have been this writer, one after the other: what each wrote is in order, but each may have had another lane.</summary>
    public ref int Life(int writer) => ref view.At<int>(WriterOffset + (writer * Line) + 12);

    public ref int HasStopped(int writer) => ref view.At<int>(WriterOffset + (writer * Line) + 8);

    /// <summary>Whether a reader is between asking for a message and having written down that it got it.</summary>
    public ref int Asks(int reader) => ref view.At<int>(ReaderOffset + (reader * Line));

    public ref int Got(int reader) => ref view.At<int>(ReaderOffset + (reader * Line) + 4);

    /// <summary>How often a message was read for the first time, and how often again, whether it was done, and whether it may never have been published.</summary>
    public ref int Mark(int writer, int number) => ref view.At<int>(MarkOffset + ((((long)writer * Most) + number) * sizeof(int)));

    public bool MustLease(int reader) => Leases == 1 || (Leases == 2 && reader % 2 == 1);

    public static int FreshOf(int mark) => mark & 0xFF;

    public static int AgainOf(int mark) => mark >> 8 & 0xFFFF;

    public void NoteDone(int writer, int number) => Interlocked.Or(ref Mark(writer, number), Done);

    public int Note(int writer, int number, bool again) => Interlocked.Add(ref Mark(writer, number), again ? Again : 1);

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
}
