using System.Globalization;
using System.Numerics;

namespace Mapwire.Tool.Values;

/// <summary>Numbers of bytes as people write them: 65536, 64KiB, 64K, 1MiB, 2GiB, 1TiB.</summary>
internal static class SizeText
{
    private static readonly string[] _units = ["K", "M", "G", "T"];

    /// <summary>Reads a number of bytes; the error says what is wrong with which text.</summary>
    public static bool TryParse(string text, long least, out long bytes, out string? error)
    {
        bytes = 0;
        var digits = text.TrimEnd("KMGTiBkmgtb".ToCharArray());
        if (!TryFactor(text[digits.Length..], out var factor)
            || !BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            error = $"'{text}' is no number of bytes; write 65536, 64KiB, 1MiB or 2GiB.";
            return false;
        }

        number *= factor;
        if (number < least || number > long.MaxValue)
        {
            error = number < least
                ? $"'{text}' is too small: it must be {least} or more bytes."
                : $"'{text}' is too large: the largest is {long.MaxValue} bytes.";
            return false;
        }

        bytes = (long)number;
        error = null;
        return true;
    }

    private static bool TryFactor(string suffix, out long factor)
    {
        factor = 1;
        if (suffix.Length == 0 || suffix.Equals("B", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var power = Array.IndexOf(_units, suffix[..1].ToUpperInvariant()) + 1;
        factor = 1L << (10 * power);
        return power > 0 && suffix[1..] is "" or "iB" or "ib";
    }
}
