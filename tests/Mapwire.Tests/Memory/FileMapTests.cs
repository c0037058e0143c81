using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Memory;

public sealed class FileMapTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_created_file_has_its_size_and_stays()
    {
        var path = _folder.PathOf("data");
        using (var map = SharedMap.CreateFile(path, 5000))
        using (var view = map.CreateView())
        {
            view.Span[4999] = 7;
        }

        Assert.Equal(5000, new FileInfo(path).Length);
        Assert.Equal(7, File.ReadAllBytes(path)[4999]);
        Assert.Equal([path], _folder.Files());
    }

    [Fact]
    public void A_file_that_exists_is_not_created_again()
    {
        var path = _folder.PathOf("data");
        File.WriteAllText(path, "precious");
        var failure = Assert.Throws<IOException>(() => SharedMap.CreateFile(path, 5000));
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.Equal(Throw.AlreadyExistsCode, failure.HResult);
        Assert.Equal("precious", File.ReadAllText(path));
        Assert.Equal([path], _folder.Files());
    }

    [Fact]
    public void A_smaller_file_grows_and_a_larger_one_keeps_its_length()
    {
        var path = _folder.PathOf("data");
        using (var map = SharedMap.CreateOrOpenFile(path, 100, out var created))
        {
            Assert.True(created);
            Assert.Equal(100, map.Size);
        }

        using (var map = SharedMap.CreateOrOpenFile(path, 70_000, out var created))
        {
            Assert.False(created);
            Assert.Equal(70_000, map.Size);
        }

        using (var map = SharedMap.CreateOrOpenFile(path, 10, out _))
        {
            Assert.Equal(70_000, map.Size);
        }

        Assert.Equal(70_000, new FileInfo(path).Length);
    }

    [Fact]
    public void Bytes_are_those_of_the_file_in_every_process()
    {
        var path = _folder.PathOf("data");
        File.WriteAllBytes(path, new byte[100]);
        using var map = SharedMap.OpenFile(path);
        using var view = map.CreateView();
        view.At<long>(8) = 12;
        using var peer = PeerProcess.Start();
        Assert.Equal("100", peer.Tell("open-file", path));
        Assert.Equal("12", peer.Tell("read", path, "8"));
        view.Flush();
        view.Flush(50, 1);
        Assert.Equal(12, File.ReadAllBytes(path)[8]);
    }

    [Fact]
    public void More_than_four_gibibytes_can_be_reached()
    {
        const long Size = (5L << 30) + 3;
        var path = _folder.PathOf("large");
        using var map = SharedMap.CreateFile(path, Size);
        using var end = map.CreateView(Size - 3, 3);
        using var whole = map.CreateView();
        end.Span[2] = 9;
        Assert.Equal(Size, whole.Length);
        Assert.Equal(9, whole.ReadOnlyAt<byte>(Size - 1));
        Assert.Equal(9, whole.AsSpan(Size - 3, 3)[2]);
        var failure = Assert.Throws<InvalidOperationException>(() => whole.Span.Length);
        Assert.Contains("AsSpan", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_an_empty_and_no_file_at_all_are_told_apart()
    {
        var empty = _folder.PathOf("empty");
        File.WriteAllBytes(empty, []);
        Assert.Contains("missing", Assert.Throws<FileNotFoundException>(() => SharedMap.OpenFile(_folder.PathOf("missing"))).Message, StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Throws<IOException>(() => SharedMap.OpenFile(empty)).Message, StringComparison.Ordinal);
        Assert.Contains("folder", Assert.Throws<IOException>(() => SharedMap.OpenFile(_folder.Path)).Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentException>(() => SharedMap.OpenFile(string.Empty));
    }

    [Fact]
    public void A_folder_that_is_missing_is_named()
    {
        var path = Path.Combine(_folder.Path, "no", "data");
        var failure = Assert.ThrowsAny<IOException>(() => SharedMap.CreateFile(path, 10));
        Assert.Contains(Path.Combine(_folder.Path, "no"), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_the_disk_holds_is_refused_and_leaves_nothing()
    {
        var failure = Assert.Throws<IOException>(() => SharedMap.CreateFile(_folder.PathOf("huge"), 1L << 60));
        Assert.Contains((1L << 60).ToString(System.Globalization.CultureInfo.InvariantCulture), failure.Message, StringComparison.Ordinal);
        Assert.Contains("free", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Files());
    }

    [Fact]
    public void A_file_cut_short_is_noticed_by_prefault()
    {
        Conditions.NeedsLinux();
        var path = _folder.PathOf("data");
        File.WriteAllBytes(path, new byte[20_000]);
        using var map = SharedMap.OpenFile(path);
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            RandomAccess.SetLength(file, 100);
        }

        var failure = Assert.Throws<IOException>(() => map.CreateView(new MapViewOptions { Prefault = true }));
        Assert.Contains("shorter", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_is_no_file_to_map()
    {
        Conditions.NeedsUnix();
        var pipe = _folder.PathOf("pipe");
        _ = Run.Command("mkfifo", pipe);
        Assert.Contains("regular", Assert.Throws<IOException>(() => SharedMap.OpenFile(pipe)).Message, StringComparison.Ordinal);
    }
}
