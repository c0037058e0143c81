using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Memory;

public class LifetimeTests
{
    [Fact]
    public void Another_process_reads_what_this_one_wrote()
    {
        var name = UniqueName.Local();
        using var map = SharedMap.Create(name, 1000);
        using var view = map.CreateView();
        view.At<long>(16) = 42;
        using var peer = PeerProcess.Start();
        Assert.Equal("1000", peer.Tell("open", name));
        Assert.Equal("42", peer.Tell("read", name, "16"));
    }

    [Fact]
    public void The_name_goes_with_its_last_holder_when_that_is_killed()
    {
        var name = UniqueName.Local();
        using var peer = PeerProcess.Start();
        _ = peer.Tell("create", name, "4096");
        using (SharedMap.Open(name))
        {
        }

        peer.Kill();
        Assert.False(SharedMap.TryOpen(name, out _));
        using var again = SharedMap.Create(name, 10);
        Assert.Equal(10, again.Size);
    }
}
