using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.Queues;

/// <summary>Messages on their way to standard output.</summary>
internal sealed class MessageOutput(Stream output, MessageForm form)
{
    private const int Enough = 1 << 16;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly bool _isTerminal = !Console.IsOutputRedirected;
    private ArrayBufferWriter<byte> _buffer = new();
    private Task _writing = Task.CompletedTask;

    /// <summary>Whether there is enough to be written at once.</summary>
    public bool IsFull => _buffer.WrittenCount >= Enough;

    /// <summary>Whether each message is an object.</summary>
    public bool IsJson => form == MessageForm.Json;

    /// <summary>A message as text, or as bytes where it is none.</summary>
    public static (string? Text, byte[]? Bytes) Content(ReadOnlySpan<byte> message)
    {
        try
        {
            return (_strict.GetString(message), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, message.ToArray());
        }
    }

    /// <summary>Adds a message, on a line with something before it, or behind its length.</summary>
    public void Add(ReadOnlySpan<byte> message, ReadOnlySpan<byte> mark)
    {
        if (form == MessageForm.LengthPrefixed)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_buffer.GetSpan(sizeof(uint)), (uint)message.Length);
            _buffer.Advance(sizeof(uint));
            _buffer.Write(message);
            return;
        }

        _buffer.Write(mark);
        _buffer.Write(_isTerminal ? Encoding.UTF8.GetBytes(Printable.Line(Encoding.UTF8.GetString(message))) : message);
        _buffer.Write("\n"u8);
    }

    /// <summary>Adds what is said of a message.</summary>
    public void Add<T>(T report, JsonTypeInfo<T> type)
    {
        _buffer.Write(JsonSerializer.SerializeToUtf8Bytes(report, type));
        _buffer.Write("\n"u8);
    }

    /// <summary>Writes what there is, and returns when who reads it, or the system for them, has it.</summary>
    public async ValueTask FlushAsync()
    {
        if (_buffer.WrittenCount > 0)
        {
            // A write cannot be cancelled: who is interrupted leaves it behind, with its buffer.
            await Write().WaitAsync(Interruption.Token);
        }
    }

    /// <summary>Writes what there is also after an interruption, if who reads it takes it soon.</summary>
    public async ValueTask FlushAtEndAsync()
    {
        if (_buffer.WrittenCount > 0 && _writing.IsCompleted)
        {
            try
            {
                await Write().WaitAsync(_patience);
            }
            catch (TimeoutException)
            {
                // It is left behind, too.
            }
        }
    }

    private Task Write()
    {
        var full = _buffer;
        _buffer = new ArrayBufferWriter<byte>(Math.Min(full.Capacity, 2 * Enough));
        return _writing = Task.Run(() => output.Write(full.WrittenSpan));
    }
}
