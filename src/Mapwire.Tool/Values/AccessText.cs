using System.Globalization;

namespace Mapwire.Tool.Values;

/// <summary>Who may open a map, as people write it.</summary>
internal static class AccessText
{
    private const int OctalBase = 8;

    // What a mode says of others has no meaning on Windows and the reverse; each half only stands in where the other is used.
    private const string OwnerOnly = "D:P(A;;GA;;;OW)";

    public static MapSecurity Parse(string text) => text switch
    {
        "current-user" => MapSecurity.CurrentUser,
        "group" => MapSecurity.Group,
        "all-users" => MapSecurity.AllUsers,
        _ when OperatingSystem.IsWindows() => Descriptor(text),
        _ => MapSecurity.Explicit(Mode(text), OwnerOnly),
    };

    private static MapSecurity Descriptor(string text) => text.Contains(':', StringComparison.Ordinal)
        ? MapSecurity.Explicit(MapSecurity.CurrentUser.Mode, text)
        : throw new ArgumentException($"The access '{text}' is neither current-user, group, all-users nor a security descriptor such as {OwnerOnly}.");

    private static UnixFileMode Mode(string text)
    {
        var isOctal = text.Length is >= 3 and <= 4 && text.All(digit => digit is >= '0' and < '8');
        var mode = isOctal ? Convert.ToInt32(text, OctalBase) : -1;
        return mode is >= 0 and <= 0x1FF
            ? (UnixFileMode)mode
            : throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The access '{text}' is neither current-user, group, all-users nor a mode such as 640."));
    }
}
