using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Inspection;

// On Windows who looks at a map holds it meanwhile: a list would stand in the way of tests that create a name again.
[Collection(Alone.Name)]
public class ListTests
{
    [Theory]
    [InlineData(MapScope.Local)]
    [InlineData(MapScope.Global)]
    public void A_list_shows_the_map_while_it_lives(MapScope scope)
    {
        var name = scope == MapScope.Local ? UniqueName.Local() : UniqueName.Global();
        using (SharedMap.Create(name, 123))
        {
            var map = Assert.Single(MapInspector.List(), map => map.Name == name);
            Assert.True(map.IsLive);
            Assert.Equal(123, map.Size);
            if (OperatingSystem.IsLinux())
            {
                Assert.Equal([Environment.ProcessId], map.ProcessIds);
                Assert.InRange(map.Created!.Value, DateTimeOffset.Now.AddMinutes(-5), DateTimeOffset.Now.AddMinutes(5));
            }
        }

        Assert.DoesNotContain(MapInspector.List(), map => map.Name == name);
    }
}
