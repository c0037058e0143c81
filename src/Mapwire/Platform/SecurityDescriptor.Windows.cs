using System.Runtime.Versioning;
using System.Security.AccessControl;

namespace Mapwire.Platform;

/// <summary>Security descriptors in the form that the system takes.</summary>
[SupportedOSPlatform("windows")]
internal static class SecurityDescriptor
{
    public static byte[] Parse(string sddl)
    {
        try
        {
            var descriptor = new RawSecurityDescriptor(sddl);
            var bytes = new byte[descriptor.BinaryLength];
            descriptor.GetBinaryForm(bytes, 0);
            return bytes;
        }
        catch (Exception failure) when (failure is ArgumentException or System.ComponentModel.Win32Exception)
        {
            throw new ArgumentException($"'{sddl}' is no security descriptor (SDDL): {failure.Message}", nameof(sddl), failure);
        }
    }
}
