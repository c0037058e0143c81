using System.Globalization;

namespace Mapwire.Tests.Support;

/// <summary>What a run of the tests is told by its environment.</summary>
internal static class Setting
{
    /// <summary>The number in a variable, or another where it is not set.</summary>
    public static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
