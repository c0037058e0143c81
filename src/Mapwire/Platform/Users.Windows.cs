using System.Runtime.Versioning;
using System.Security.Principal;

namespace Mapwire.Platform;

internal static partial class Users
{
    /// <summary>The security descriptor for one of the choices, made for this process's own user.</summary>
    [SupportedOSPlatform("windows")]
    public static string SddlFor(MapSecurity security)
    {
        if (security.Sddl is { } sddl)
        {
            return sddl;
        }

        using var identity = WindowsIdentity.GetCurrent();
        var own = $"D:P(A;;GA;;;{identity.User})(A;;GA;;;SY)";
        if (security == MapSecurity.CurrentUser)
        {
            return own;
        }

        return security == MapSecurity.Group ? $"{own}(A;;GRGW;;;{Windows.PrimaryGroup(identity)})" : $"{own}(A;;GRGW;;;AU)";
    }

    /// <summary>Says whether maps of the owner may be opened; both are security identifiers or account names.</summary>
    [SupportedOSPlatform("windows")]
    public static bool IsTrusted(SecurityIdentifier owner, IReadOnlyList<string> trusted) =>
        owner.Value == Current
        || owner.IsWellKnown(WellKnownSidType.LocalSystemSid)
        || owner.IsWellKnown(WellKnownSidType.BuiltinAdministratorsSid)
        || trusted.Any(user => user == "*" || user == owner.Value || string.Equals(user, NameOf(owner), StringComparison.OrdinalIgnoreCase));

    [SupportedOSPlatform("windows")]
    public static string NameOf(SecurityIdentifier owner)
    {
        try
        {
            return owner.Translate(typeof(NTAccount)).Value;
        }
        catch (IdentityNotMappedException)
        {
            return owner.Value;
        }
    }

    [SupportedOSPlatform("windows")]
    private static class Windows
    {
        public static string Current()
        {
            using var identity = WindowsIdentity.GetCurrent();
            return identity.User!.Value;
        }

        // The first enabled group of the token that is a domain's or machine's own stands for "the group", as the first does on Unix.
        public static string PrimaryGroup(WindowsIdentity identity) =>
            identity.Groups?.OfType<SecurityIdentifier>().FirstOrDefault(group => group.IsAccountSid())?.Value
            ?? throw new PlatformNotSupportedException("This user is in no group of its own domain or machine; use MapSecurity.Explicit with a descriptor.");
    }
}
