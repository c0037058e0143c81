namespace Mapwire.Tests.Support;

/// <summary>Names that no other test uses.</summary>
internal static class UniqueName
{
    public static string Local() => @"Local\test-" + Guid.NewGuid().ToString("N");

    public static string Global() => @"Global\test-" + Guid.NewGuid().ToString("N");

    public static string Posix() => "posix:mapwire-test-" + Guid.NewGuid().ToString("N");
}
