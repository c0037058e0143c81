using System.Text;

namespace Mapwire.Tool.Output;

/// <summary>Text from elsewhere, made harmless for a terminal.</summary>
internal static class Printable
{
    /// <summary>One line: control characters, line ends among them, become their numbers.</summary>
    public static string Line(string text) => Escape(text, keepsLayout: false);

    /// <summary>Several lines: line ends and tabs stay, other control characters become their numbers.</summary>
    public static string Lines(string text) => Escape(text, keepsLayout: true);

    private static string Escape(string text, bool keepsLayout)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001F') && !text.AsSpan().ContainsAnyInRange('\u007F', '\u009F') && !text.AsSpan().ContainsAny('\u2028', '\u2029'))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            _ = (char.IsControl(letter) || letter is '\u2028' or '\u2029') && !(keepsLayout && letter is '\n' or '\r' or '\t')
                ? result.Append($"\\x{(int)letter:X2}")
                : result.Append(letter);
        }

        return result.ToString();
    }
}
