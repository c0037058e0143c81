using System.Buffers.Binary;
using Mapwire.Tool.Maps;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.Queues;

/// <summary>The messages to send: each may be used until the next.</summary>
/// <remarks>What has come is given at once, so a line that is typed is sent when it ends.</remarks>
internal sealed class MessageInput(Stream input, string what, int most)
{
    private const int LeastRoom = 1 << 16;
    private readonly int _endLength = OperatingSystem.IsWindows() ? 2 : 1;
    private byte[] _buffer = new byte[LeastRoom];
    private int _start;
    private int _end;
    private long _number;

    /// <summary>One message, from a file of its own.</summary>
    public static byte[] OfFile(string path, string queue, int most)
    {
        using var file = InputFile.Open(path);
        var buffer = new MemoryStream();
        var chunk = new byte[LeastRoom];
        while (file.Read(chunk) is > 0 and var read)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > most)
            {
                throw TooLong($"The file {path}", queue, most);
            }
        }

        return buffer.ToArray();
    }

    public static IOException TooLong(string what, string queue, int most) => new(
        $"{what} has more than the {Units.Bytes(most)} that a message of {queue} may have: half of what each sender has room for. Let every process close it, and create it with more (--create SIZE).");

    /// <summary>A message for each line, without its end; the last needs none.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync(string queue)
    {
        var searched = 0;
        while (true)
        {
            var at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            var isEnded = false;
            if (at < 0)
            {
                searched = _end - _start;
                if (searched > (long)most + _endLength)
                {
                    throw TooLong($"{what}, in line {_number + 1},", queue, most);
                }

                if (await FillAsync())
                {
                    continue;
                }

                if (searched == 0)
                {
                    yield break;
                }

                isEnded = true;
            }

            var line = _buffer.AsMemory(_start, isEnded ? searched : searched + at);
            _start += isEnded ? searched : searched + at + 1;
            searched = 0;
            _number++;
            line = OperatingSystem.IsWindows() && line.Span is [.., (byte)'\r'] ? line[..^1] : line;
            yield return line.Length <= most ? line : throw TooLong($"{what}, in line {_number},", queue, most);
        }
    }

    /// <summary>A message behind each length of 4 bytes.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> PrefixedAsync(string queue)
    {
        while (await HasAsync(sizeof(uint)))
        {
            _number++;
            var length = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start));
            if (length > most)
            {
                throw TooLong($"{what}, in message {_number} of {Units.Bytes(length)},", queue, most);
            }

            _start += sizeof(uint);
            if (!await HasAsync((int)length))
            {
                throw CutShort();
            }

            var message = _buffer.AsMemory(_start, (int)length);
            _start += (int)length;
            yield return message;
        }

        if (_end > _start)
        {
            _number++;
            throw CutShort();
        }
    }

    private InvalidDataException CutShort() => new($"{what} ends in the middle of message {_number}.");

    private async ValueTask<bool> HasAsync(int count)
    {
        while (_end - _start < count)
        {
            if (!await FillAsync())
            {
                return false;
            }
        }

        return true;
    }

    // Reads what is there; false at the end.
    private async ValueTask<bool> FillAsync()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_buffer.Length - _end < LeastRoom / 2)
        {
            Array.Resize(ref _buffer, checked(_buffer.Length * 2));
        }

        // A read cannot be cancelled: who is interrupted leaves it behind.
        var read = await Task.Run(() => input.Read(_buffer, _end, _buffer.Length - _end)).WaitAsync(Interruption.Token);
        _end += read;
        return read > 0;
    }
}
