using System.Text;
using System.Text.Json;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.LatestValues;

/// <summary>Values on their way to standard output, each at once.</summary>
internal sealed class ValueOutput(Stream output, string name, ValueForm form)
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly bool _isTerminal = !Console.IsOutputRedirected;

    public void Write(ReadOnlySpan<byte> value, LatestStamp stamp, bool isWriterGone)
    {
        if (form == ValueForm.Raw)
        {
            output.Write(value);
            return;
        }

        var line = form == ValueForm.Json ? JsonSerializer.SerializeToUtf8Bytes(Report(value, stamp, isWriterGone), ToolJson.Default.LatestValueReport)
            : _isTerminal ? Encoding.UTF8.GetBytes(Printable.Line(Encoding.UTF8.GetString(value)))
            : value.ToArray();
        output.Write([.. line, (byte)'\n']);
    }

    private LatestValueReport Report(ReadOnlySpan<byte> value, LatestStamp stamp, bool isWriterGone)
    {
        var (text, bytes) = default((string?, byte[]?));
        try
        {
            text = _strict.GetString(value);
        }
        catch (DecoderFallbackException)
        {
            bytes = value.ToArray();
        }

        return new LatestValueReport(name, stamp.Version, stamp.Skipped, Math.Round(stamp.Age.TotalSeconds, 6), isWriterGone, text, bytes);
    }
}
