using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Memory;

public class FileMapTests
{
    [Fact]
    public void A_created_file_has_its_size_and_stays()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("data");
        using (var map = SharedMap.CreateFile(path, 5000))
        using (var view = map.CreateView())
        {
            view.Span[4999] = 7;
        }

        Assert.Equal(5000, new FileInfo(path).Length);
        Assert.Equal(7, File.ReadAllBytes(path)[4999]);
        Assert.Equal([path], folder.Files());
    }
}
