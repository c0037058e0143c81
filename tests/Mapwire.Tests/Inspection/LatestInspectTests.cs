using Mapwire.Tests.Messaging;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Inspection;

/// <summary>What an inspector sees of latest values, and what it finds wrong.</summary>
public sealed class LatestInspectTests : IDisposable
{
    private readonly LatestWriter _writer = LatestWriter.Create(UniqueName.Local(), new LatestOptions { Capacity = 100, MaxParticipants = 4 });
    private readonly LatestBytes _bytes;

    public LatestInspectTests() => _bytes = new LatestBytes(_writer.Name);

    private LatestInfo Info => RegionInspector.Inspect(_writer.Name)!.Latest!;

    public void Dispose()
    {
        _writer.Dispose();
        _bytes.Dispose();
    }

    [Fact]
    public void An_inspector_sees_the_newest_who_writes_and_who_waits()
    {
        Assert.Equal((RegionKind.Latest, null), (RegionInspector.Inspect(_writer.Name)!.Kind, RegionInspector.Inspect(_writer.Name)!.Queue));
        Assert.Equal(("bytes", 0, 100, 0L, 0, null, 0, 1), Facts());
        Assert.Null(Info.Age);
        _writer.Write([1, 2, 3]);
        _writer.Write([1, 2]);
        Assert.Equal(("bytes", 0, 100, 2L, 2, null, 0, 1), Facts());
        Assert.True(Info.Age >= TimeSpan.Zero);
        Assert.Empty(Info.Waiting);
        using var reader = LatestReader.Open(_writer.Name, new LatestOptions { Waiting = WaitStrategy.Park });
        _ = reader.Read();
        var wait = Scene.Begin(() => reader.WaitForChange(Wait.Watchdog));
        Wait.Until(() => Info.Waiting is [1]);
        Assert.Empty(RegionInspector.Verify(_writer.Name));
        _writer.Dispose();
        Assert.Equal(LatestChange.WriterGone, wait.End().Value);
        Assert.Null(Info.Writer);
        Assert.Empty(RegionInspector.Verify(_writer.Name));
    }

    [Fact]
    public void Nothing_is_found_while_a_writer_is_at_it()
    {
        using var over = new CancellationTokenSource();
        var writes = Worker.Start(() =>
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                _writer.Write(Messages.Of(i, i % 100));
            }
        });
        for (var i = 0; i < 200; i++)
        {
            Assert.Empty(RegionInspector.Verify(_writer.Name));
            Assert.InRange(Info.Length, 0, 100);
        }

        over.Cancel();
        writes.Join();
    }

    [Fact]
    public void What_cannot_be_is_found()
    {
        for (var i = 1; i <= 6; i++)
        {
            _writer.Write([1]);
        }

        using (_writer.Claim(5))
        {
            Assert.Empty(RegionInspector.Verify(_writer.Name));
        }

        Assert.Empty(RegionInspector.Verify(_writer.Name));
        Finds("which no writer comes to", ref _bytes.Head.Newest, -1);
        Finds("has sequence 12, expected 4", ref _bytes.Head.Newest, 2);
        Finds("has version 6, and the newest is 3", ref _bytes.Head.Newest, 3);
        Finds("which no participant writes", ref _bytes.Head.Writer, 0x1_0000_0009);
        Finds("which is nobody's", ref _bytes.Head.Writer, 0x1_0000_0003);
        Finds("has 101 bytes", ref _bytes.Buffer(2).Length, 101);
        Finds("which is no time", ref _bytes.Buffer(2).Time, -5);
        Finds("not of a version that is written there", ref _bytes.Buffer(1).Sequence, 12);
        Finds("unfinished", ref _bytes.Buffer(1).Sequence, 9);
        Finds("Buffer 0 has version 12", ref _bytes.Buffer(0).Sequence, 24);
        Finds("Buffer 0 has version 0", ref _bytes.Buffer(0).Sequence, 0);
        Finds("bell", ref _bytes.Cell(0).Bell, 5);
        Finds("is nobody's, and has left its bell", ref _bytes.Cell(3).Bell, Bell.Waits);
        Finds("schema", ref _bytes.Head.TypeLength, 4);
        Assert.Empty(RegionInspector.Verify(_writer.Name));
    }

    private void Finds<T>(string what, ref T field, T wrong)
    {
        var right = field;
        field = wrong;
        Assert.Contains(RegionInspector.Verify(_writer.Name), found => found.Contains(what, StringComparison.Ordinal));
        field = right;
    }

    private (string Type, int Size, int Capacity, long Version, int Length, object? None, int? Writer, int Count) Facts()
    {
        var info = Info;
        return (info.ValueType, info.ValueSize, info.Capacity, info.Version, info.Length, null, info.Writer, info.WriterCount);
    }
}
