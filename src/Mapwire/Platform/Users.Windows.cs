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
        var own = $"O:{identity.User}D:P(A;;GA;;;{identity.User})(A;;GA;;;SY)";
        if (security == MapSecurity.CurrentUser)
        {
            return own;
        }

        return security == MapSecurity.Group ? $"{own}(A;;GRGW;;;{Windows.FirstAccountGroup(identity)})" : $"{own}(A;;GRGW;;;AU)";
    }

    /// <summary>The same for the mutex of the map: who may open the map may wait for it.</summary>
    [SupportedOSPlatform("windows")]
    public static string SddlForMutex(MapSecurity security)
    {
        var anybody = $"(A;;0x{Kernel32.SYNCHRONIZE | Kernel32.MUTEX_MODIFY_STATE:X};;;AU)";
        return security.Sddl is null ? SddlFor(security) + (security.ReachesOthers ? anybody : string.Empty) : "D:P(A;;GA;;;OW)(A;;GA;;;SY)" + anybody;
    }

    /// <summary>Says whether maps of the owner may be opened; both are security identifiers or account names.</summary>
    [SupportedOSPlatform("windows")]
    public static bool IsTrusted(SecurityIdentifier owner, IReadOnlyList<string> trusted) =>
        owner.Value == Current
        || owner.Value == Windows.OwnerOfNewObjects
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
        /// <summary>Who owns what this process makes without saying whose it is: an administrator's objects may be the group's.</summary>
        public static string? OwnerOfNewObjects { get; } = ReadOwner();

        private static string? ReadOwner()
        {
            using var identity = WindowsIdentity.GetCurrent();
            return identity.Owner?.Value;
        }

        public static string Current()
        {
            using var identity = WindowsIdentity.GetCurrent();
            return identity.User!.Value;
        }

        public static bool IsKnown(string user)
        {
            if (user.Length == 0)
            {
                return false;
            }

            try
            {
                _ = user.StartsWith("S-1-", StringComparison.OrdinalIgnoreCase)
                    ? new SecurityIdentifier(user)
                    : new NTAccount(user).Translate(typeof(SecurityIdentifier));
                return true;
            }
            catch (Exception unknown) when (unknown is IdentityNotMappedException or ArgumentException)
            {
                return false;
            }
        }

        // The first enabled group of the token that is a domain's or machine's own stands for "the group", as the first does on Unix.
        public static string FirstAccountGroup(WindowsIdentity identity) =>
            identity.Groups?.OfType<SecurityIdentifier>().FirstOrDefault(group => group.IsAccountSid())?.Value
            ?? throw new PlatformNotSupportedException("This user is in no group of its own domain or machine; spell the rights out in a descriptor.");
    }
}
