using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Somebody wrote over latest values: who reads or opens them is told which field it is.</summary>
public sealed class LatestDamageTests : IDisposable
{
    private readonly LatestWriter _writer = LatestWriter.Create(UniqueName.Local(), new LatestOptions { Capacity = 100, MaxParticipants = 4 });
    private readonly LatestReader _reader;
    private readonly LatestBytes _bytes;

    public LatestDamageTests()
    {
        _reader = LatestReader.Open(_writer.Name);
        _bytes = new LatestBytes(_writer.Name);
        for (var i = 1; i <= 5; i++)
        {
            _writer.Write([1, 2, 3]);
        }

        Assert.Equal([1, 2, 3], _reader.Read().ToArray());
        _writer.Write([4, 5]);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
        _bytes.Dispose();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(LatestMemory.MostVersion)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void A_newest_version_that_cannot_be_is_named(long version)
    {
        _bytes.Head.Newest = version;
        RequireNoticed("version of the newest value", version);
        Assert.Equal(LatestChange.NewValue, _reader.WaitForChange(TimeSpan.Zero));
        _writer.Write([7]);
        Assert.Equal([7], _reader.Read().ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(13)]
    [InlineData(-12)]
    [InlineData(20)]
    public void A_sequence_that_is_not_the_newest_values_is_named(long sequence)
    {
        _bytes.Buffer(6 % 4).Sequence = sequence;
        RequireNoticed("sequence of buffer 2", sequence);
        _writer.Write([7]);
        Assert.Equal([7], _reader.Read().ToArray());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void A_length_beyond_the_capacity_is_named(int length)
    {
        _bytes.Buffer(6 % 4).Length = length;
        RequireNoticed("length of the newest value", length);
    }

    [Fact]
    public void A_value_of_a_type_has_its_length()
    {
        using var writer = LatestWriter<long>.Create(UniqueName.Local());
        using var reader = LatestReader<long>.Open(writer.Name);
        using var bytes = new LatestBytes(writer.Name);
        writer.Write(5);
        bytes.Buffer(1).Length = 4;
        Assert.Equal("length of the newest value", Assert.Throws<InvalidRegionException>(() => reader.Read()).Field);
    }

    [Fact]
    public void What_is_put_back_is_read_again_and_nothing_of_what_was_wrong()
    {
        _bytes.Buffer(2).Length = 1000;
        _ = Assert.Throws<InvalidRegionException>(() => _reader.TryRead(out _));
        _bytes.Buffer(2).Length = 2;
        Assert.Equal([4, 5], _reader.Read().ToArray());
        _writer.Write([9]);
        _bytes.Buffer(3).Length = 1000;
        _bytes.Buffer(3).Time = long.MaxValue;
        _ = Assert.Throws<InvalidRegionException>(() => _reader.TryRead(out _));

        // The value before is the newest again, and its copy is gone from the reader's memory.
        _bytes.Head.Newest = 6;
        Assert.True(_reader.TryRead(out var value, out var stamp));
        Assert.Equal([4, 5], value.ToArray());
        Assert.Equal(6, stamp.Version);
        Assert.True(stamp.Age > TimeSpan.Zero);
    }

    [Fact]
    public void What_the_header_says_is_checked()
    {
        foreach (var (damage, field) in (ReadOnlySpan<(Action, string)>)[
            (() => _bytes.Head.BufferCount = 3, "number of buffers"),
            (() => _bytes.Head.TypeLength = -1, "length of the type's name"),
            (() => _bytes.Head.TypeLength = 129, "length of the type's name"),
            (() => _bytes.Head.TypeSize = -1, "size of the values' type"),
            (() => _bytes.Head.TypeSize = 99, "capacity"),
            (() => _bytes.Head.Capacity = -1, "capacity"),
            (() => _bytes.Head.Capacity = 100_000, "body size"),
            (() => _bytes.Head.Capacity = long.MaxValue, "capacity"),
            (() => _bytes.View.At<byte>(_bytes.Region.Header.BodyOffset + LatestLayout.TypeOffset) = 1, "type of values")])
        {
            var whole = _bytes.Head;
            var letter = _bytes.View.At<byte>(_bytes.Region.Header.BodyOffset + LatestLayout.TypeOffset);
            damage();
            Assert.Equal(field, Assert.Throws<InvalidRegionException>(() => LatestReader.Open(_writer.Name)).Field);
            _bytes.Head = whole;
            _bytes.View.At<byte>(_bytes.Region.Header.BodyOffset + LatestLayout.TypeOffset) = letter;
        }

        Assert.Equal([4, 5], _reader.Read().ToArray());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(0x1_0000_0005)]
    [InlineData(0x1_0001_0001)]
    [InlineData(1)]
    public void A_word_of_the_writer_that_nobody_writes_is_named(long word)
    {
        _writer.Dispose();
        _bytes.Head.Writer = word;
        Assert.Equal("writer", Assert.Throws<InvalidRegionException>(() => LatestWriter.Open(_writer.Name)).Field);
        _ = _reader.IsWriterGone;
        _ = _reader.WaitForChange(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(LatestMemory.MostVersion)]
    public void Nobody_begins_to_write_behind_a_version_that_cannot_be(long version)
    {
        _writer.Dispose();
        _bytes.Head.Newest = version;
        Assert.Equal("version of the newest value", Assert.Throws<InvalidRegionException>(() => LatestWriter.Open(_writer.Name)).Field);
        Assert.True(_reader.IsWriterGone);
    }

    private void RequireNoticed(string field, long found)
    {
        for (var i = 0; i < 2; i++)
        {
            var damage = Assert.Throws<InvalidRegionException>(() => _reader.TryRead(out _));
            Assert.Equal(field, damage.Field);
            Assert.Equal(found.ToString(System.Globalization.CultureInfo.InvariantCulture), damage.Found);
            Assert.Equal(_writer.Name, damage.Region);
        }
    }
}
