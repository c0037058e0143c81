namespace Mapwire.Tool.Output;

/// <summary>Sizes, rates and times for people.</summary>
internal static class Units
{
    private static readonly string[] _names = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>Such as <c>512 bytes</c> or <c>1.50 GiB</c>.</summary>
    public static string Size(double bytes)
    {
        var unit = 0;
        while (bytes >= 1024 && unit < _names.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return unit == 0 ? $"{bytes:0} {_names[unit]}" : $"{bytes:0.00} {_names[unit]}";
    }

    /// <summary>Such as <c>1 byte</c> or <c>65536 bytes</c>.</summary>
    public static string Bytes(Int128 bytes) => bytes == 1 ? "1 byte" : $"{bytes} bytes";

    /// <summary>Such as <c>1 message</c> or <c>12 messages</c>.</summary>
    public static string Messages(long messages) => messages == 1 ? "1 message" : $"{messages} messages";

    /// <summary>Such as <c>1 frame</c> or <c>12 frames</c>.</summary>
    public static string Frames(long frames) => frames == 1 ? "1 frame" : $"{frames} frames";

    /// <summary>Such as <c>no subscribers</c> or <c>1 subscriber</c>.</summary>
    public static string Subscribers(int subscribers) => subscribers switch { 0 => "no subscribers", 1 => "1 subscriber", _ => $"{subscribers} subscribers" };

    public static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.000} s";
}
