using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Memory;

public abstract class FileCopyTests : IDisposable
{
    private const int Window = 64 << 20;
    private readonly TemporaryFolder _folder = new();
    private readonly string _source;
    private readonly string _destination;

    protected FileCopyTests()
    {
        _source = _folder.PathOf("source");
        _destination = _folder.PathOf("destination");
    }

    protected abstract FileCopyMethod Method { get; }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4097)]
    [InlineData(Window)]
    [InlineData(Window + 12345)]
    public void The_copy_is_the_same_byte_for_byte(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        File.WriteAllBytes(_source, bytes);
        var result = FileCopy.Copy(_source, _destination, Options());
        Assert.Equal(size, result.Length);
        Assert.NotEqual(FileCopyMethod.Auto, result.Method);
        SameBytes.Check(bytes, File.ReadAllBytes(_destination));
        Assert.Equal(2, _folder.Files().Length);
    }

    [Fact]
    public void A_destination_that_exists_is_refused_and_untouched()
    {
        File.WriteAllText(_source, "new");
        File.WriteAllText(_destination, "old");
        var failure = Assert.Throws<IOException>(() => FileCopy.Copy(_source, _destination, Options()));
        Assert.Contains(_destination, failure.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_destination));
        _ = FileCopy.Copy(_source, _destination, Options(overwrite: true));
        Assert.Equal("new", File.ReadAllText(_destination));
        Assert.Equal(2, _folder.Files().Length);
    }

    [Fact]
    public void A_file_is_not_copied_onto_itself()
    {
        File.WriteAllText(_source, "precious");
        Assert.Contains("same file", Assert.Throws<IOException>(() => FileCopy.Copy(_source, _source, Options(overwrite: true))).Message, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            _ = File.CreateSymbolicLink(_destination, _source);
            Assert.Contains("same file", Assert.Throws<IOException>(() => FileCopy.Copy(_source, _destination, Options(overwrite: true))).Message, StringComparison.Ordinal);
        }

        Assert.Equal("precious", File.ReadAllText(_source));
    }

    [Fact]
    public void A_missing_source_a_folder_and_a_missing_place_are_told_apart()
    {
        Assert.Contains(_source, Assert.Throws<FileNotFoundException>(() => FileCopy.Copy(_source, _destination, Options())).Message, StringComparison.Ordinal);
        Assert.Contains("folder", Assert.Throws<IOException>(() => FileCopy.Copy(_folder.Path, _destination, Options())).Message, StringComparison.Ordinal);
        File.WriteAllText(_source, "x");
        Assert.Contains("folder", Assert.Throws<IOException>(() => FileCopy.Copy(_source, _folder.Path, Options())).Message, StringComparison.Ordinal);
        _ = Assert.ThrowsAny<IOException>(() => FileCopy.Copy(_source, _folder.PathOf("no/where"), Options()));
        Assert.Equal([_source], _folder.Files());
    }

    [Fact]
    public void A_source_cut_short_meanwhile_is_reported_and_nothing_appears()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let a mapped file be cut.");
        File.WriteAllBytes(_source, new byte[2 * Window]);
        var cut = new Reaction(() => Resize(_source, 1000));
        var failure = Assert.Throws<IOException>(() => FileCopy.Copy(_source, _destination, Options(progress: cut)));
        Assert.Contains("cut short", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"{2 * Window}", failure.Message, StringComparison.Ordinal);
        Assert.Equal([_source], _folder.Files());
    }

    [Fact]
    public void A_cancelled_copy_leaves_nothing()
    {
        MakeSource(2 * Window);
        using var stop = new CancellationTokenSource();
        var cancel = new Reaction(stop.Cancel);
        _ = Assert.Throws<OperationCanceledException>(() => FileCopy.Copy(_source, _destination, Options(progress: cancel), stop.Token));
        Assert.Equal([_source], _folder.Files());
    }

    [Fact]
    public void The_copy_has_the_mode_of_its_source_less_the_umask()
    {
        Conditions.NeedsUnix();
        File.WriteAllText(_source, "x");
        File.SetUnixFileMode(_source, (UnixFileMode)0b111_110_100);
        _ = FileCopy.Copy(_source, _destination, Options());
        var umask = Convert.ToInt32(Run.Command("sh", "-c", "umask").Trim(), 8);
        Assert.Equal((UnixFileMode)(0b111_110_100 & ~umask), File.GetUnixFileMode(_destination));
    }

    [Fact]
    public void A_device_or_pipe_at_the_destination_is_not_replaced()
    {
        Conditions.NeedsUnix();
        File.WriteAllText(_source, "x");
        _ = Run.Command("mkfifo", _destination);
        Assert.Contains("pipe", Assert.Throws<IOException>(() => FileCopy.Copy(_source, _destination, Options(overwrite: true))).Message, StringComparison.Ordinal);
        Assert.Contains("device", Assert.Throws<IOException>(() => FileCopy.Copy(_source, "/dev/null", Options(overwrite: true))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_at_the_destination_leads_to_the_file_that_is_replaced()
    {
        Conditions.NeedsUnix();
        File.WriteAllText(_source, "new");
        File.WriteAllText(_folder.PathOf("target"), "old");
        _ = File.CreateSymbolicLink(_destination, _folder.PathOf("target"));
        _ = FileCopy.Copy(_source, _destination, Options(overwrite: true));
        Assert.Equal("new", File.ReadAllText(_folder.PathOf("target")));
        Assert.NotNull(new FileInfo(_destination).LinkTarget);
    }

    [Fact]
    public void A_source_without_a_fixed_length_is_refused()
    {
        Conditions.NeedsLinux();
        Assert.Contains("no fixed length", Assert.Throws<IOException>(() => FileCopy.Copy("/proc/cpuinfo", _destination, Options())).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_destination));
    }

    [Fact]
    public void A_place_without_room_is_refused()
    {
        Conditions.NeedsRoot();
        using var mount = new Mounted("size=1m");
        File.WriteAllBytes(_source, new byte[2 << 20]);
        var failure = Assert.Throws<IOException>(() => FileCopy.Copy(_source, mount.PathOf("copy"), Options()));
        Assert.Contains($"wanted {2 << 20}", failure.Message, StringComparison.Ordinal);
        Assert.Empty(mount.Files());
    }

    private FileCopyOptions Options(bool overwrite = false, IProgress<long>? progress = null) =>
        new() { Method = Method, Overwrite = overwrite, Progress = progress };

    private void MakeSource(long size)
    {
        File.WriteAllBytes(_source, []);
        Resize(_source, size);
    }

    private static void Resize(string path, long size)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.SetLength(file, size);
    }

    private sealed class Reaction(Action action) : IProgress<long>
    {
        private bool _isDone;

        public void Report(long value)
        {
            if (!_isDone)
            {
                _isDone = true;
                action();
            }
        }
    }
}

public sealed class MappedFileCopyTests : FileCopyTests
{
    protected override FileCopyMethod Method => FileCopyMethod.Map;

    [Fact]
    public void A_page_that_vanishes_in_the_middle_of_a_window_ends_the_copy_and_not_the_process()
    {
        Conditions.NeedsLinux();
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("data");
        File.WriteAllBytes(path, new byte[100_000]);
        using var source = SharedMap.OpenFile(path, new MapOptions { Access = MapAccess.ReadOnly });
        using var from = source.CreateView();
        using var target = SharedMap.Create(UniqueName.Local(), 100_000);
        using var to = target.CreateView();
        Assert.True(from.TryCopyTo(to, 100_000));
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            RandomAccess.SetLength(file, 5000);
        }

        Assert.False(from.TryCopyTo(to, 100_000));
    }
}

public sealed class AutomaticFileCopyTests : FileCopyTests
{
    protected override FileCopyMethod Method => FileCopyMethod.Auto;

    [Fact]
    public void What_the_kernel_cannot_copy_between_two_places_is_mapped_from_there_on()
    {
        Conditions.NeedsRoot();
        using var folder = new TemporaryFolder();
        using var mount = new Mounted("size=200m");
        var (source, destination) = (mount.PathOf("source"), folder.PathOf("destination"));
        using (var file = File.OpenHandle(source, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.Write(file, [1, 2, 3], 100_000_001);
        }

        _ = FileCopy.Copy(source, destination);
        var copy = File.ReadAllBytes(destination);
        Assert.Equal(100_000_004, copy.Length);
        Assert.Equal([1, 2, 3], copy[^3..]);
        Assert.Equal(3, copy.AsSpan().Length - copy.AsSpan().Count((byte)0));
    }

    [Fact]
    public void Holes_stay_holes()
    {
        Conditions.NeedsLinux();
        using var folder = new TemporaryFolder();
        var (source, destination) = (folder.PathOf("source"), folder.PathOf("destination"));
        using (var file = File.OpenHandle(source, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.SetLength(file, 1L << 42);
            RandomAccess.Write(file, [1, 2, 3], 100_000_001);
        }

        Assert.Equal(FileCopyMethod.Kernel, FileCopy.Copy(source, destination).Method);
        Assert.Equal(1L << 42, new FileInfo(destination).Length);
        using var copy = File.OpenHandle(destination);
        var bytes = new byte[3];
        _ = RandomAccess.Read(copy, bytes, 100_000_001);
        Assert.Equal([1, 2, 3], bytes);
        Assert.True(long.Parse(Run.Command("stat", "-c", "%b", destination), System.Globalization.CultureInfo.InvariantCulture) < 1000);
        Assert.Contains("No room", Assert.Throws<IOException>(
            () => FileCopy.Copy(source, folder.PathOf("mapped"), new FileCopyOptions { Method = FileCopyMethod.Map })).Message, StringComparison.Ordinal);
    }
}
