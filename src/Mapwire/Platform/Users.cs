using System.Globalization;
using System.Runtime.Versioning;

namespace Mapwire.Platform;

/// <summary>Who this process runs as, and what users are called.</summary>
internal static partial class Users
{
    /// <summary>This process's effective user: a number on Linux and macOS, a security identifier on Windows.</summary>
    public static string Current { get; } = OperatingSystem.IsWindows() ? Windows.Current() : Unix.Current();

    [UnsupportedOSPlatform("windows")]
    public static string NameOf(uint user) => Unix.NameOf(user) is { } name ? $"{name} ({user})" : user.ToString(CultureInfo.InvariantCulture);

    [UnsupportedOSPlatform("windows")]
    public static bool IsCurrent(uint user) => user.ToString(CultureInfo.InvariantCulture) == Current;

    /// <summary>Refuses a name that no user of this machine has: it would trust nobody, in silence.</summary>
    public static void RequireKnown(IReadOnlyList<string> users)
    {
        foreach (var user in users)
        {
            if (user != "*" && !(OperatingSystem.IsWindows() ? Windows.IsKnown(user) : Unix.IsKnown(user)))
            {
                throw new ArgumentException($"There is no user '{user}' to trust.", nameof(users));
            }
        }
    }

    /// <summary>Says whether maps of the owner may be opened: this user's, the administrator's, and those the caller trusts.</summary>
    [UnsupportedOSPlatform("windows")]
    public static bool IsTrusted(uint owner, IReadOnlyList<string> trusted)
    {
        var number = owner.ToString(CultureInfo.InvariantCulture);
        return owner == 0
            || IsCurrent(owner)
            || trusted.Any(user => user == "*" || user == number || Unix.NumberOf(user) == owner);
    }
}
