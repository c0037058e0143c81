namespace Mapwire;

/// <summary>Looks into regions from outside: takes no slot, and changes nothing in them.</summary>
/// <remarks>All members may be called from any thread. What is returned was true at some moment during the call.</remarks>
public static class RegionInspector
{
    /// <summary>Checks what must hold in a region at every moment, whoever is in the middle of whatever.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">Where names live and whom to trust; null for the defaults.</param>
    /// <returns>What does not hold, in words; empty when all is well.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds a map of that name.</exception>
    public static IReadOnlyList<string> Verify(string name, MapOptions? options = null)
    {
        options ??= new MapOptions();
        using var map = SharedMap.Open(
            name, new MapOptions { Access = MapAccess.ReadOnly, Directory = options.Directory, TrustedOwners = options.TrustedOwners });
        using var view = map.CreateView();
        try
        {
            _ = RegionHeader.Read(view, map.Name);
            return [];
        }
        catch (InvalidRegionException wrong)
        {
            return [wrong.Message];
        }
    }
}
