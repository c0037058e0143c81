using System.Text;

namespace Mapwire.Tool.Output;

/// <summary>Bytes for people: offset, sixteen bytes, the characters they stand for. Lines equal to the one before become one star.</summary>
internal sealed class HexDump(TextWriter output, long offset)
{
    private const int LineLength = 16;
    private readonly byte[] _last = new byte[LineLength];
    private readonly byte[] _line = new byte[LineLength];
    private long _offset = offset;
    private int _filled;
    private bool _hasLast;
    private bool _isSkipping;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var taken = Math.Min(bytes.Length, LineLength - _filled);
            bytes[..taken].CopyTo(_line.AsSpan(_filled));
            bytes = bytes[taken..];
            _filled += taken;
            if (_filled == LineLength)
            {
                EndLine();
            }
        }
    }

    public void Finish()
    {
        EndLine();
        output.WriteLine($"{_offset:x8}");
    }

    private void EndLine()
    {
        if (_filled == LineLength && _hasLast && _line.AsSpan().SequenceEqual(_last))
        {
            if (!_isSkipping)
            {
                output.WriteLine('*');
            }

            _isSkipping = true;
        }
        else if (_filled > 0)
        {
            output.WriteLine(Line());
            _line.CopyTo(_last.AsSpan());
            _hasLast = true;
            _isSkipping = false;
        }

        _offset += _filled;
        _filled = 0;
    }

    private string Line()
    {
        var line = new StringBuilder().Append($"{_offset:x8} ");
        for (var i = 0; i < LineLength; i++)
        {
            _ = line.Append(i == LineLength / 2 ? " " : string.Empty).Append(i < _filled ? $" {_line[i]:x2}" : "   ");
        }

        _ = line.Append("  |");
        foreach (var value in _line.AsSpan(0, _filled))
        {
            _ = line.Append(value is >= 0x20 and < 0x7F ? (char)value : '.');
        }

        return line.Append('|').ToString();
    }
}
