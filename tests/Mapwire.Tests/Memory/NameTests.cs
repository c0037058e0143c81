using Mapwire.Platform;
using Xunit;

namespace Mapwire.Tests.Memory;

public class NameTests
{
    [Theory]
    [InlineData("", "0")]
    [InlineData(@"Local\", "0")]
    [InlineData(@"Global\", "0")]
    [InlineData("posix:", "0")]
    [InlineData(@"a\b", @"'\'")]
    [InlineData(@"local\a", @"'Local\'")]
    [InlineData(@"Local\a/b", "'/'")]
    [InlineData("a\0b", "NUL")]
    [InlineData("file:/tmp/x", "path")]
    [InlineData("FILE:x", "path")]
    [InlineData("Posix:x", "'posix:'")]
    [InlineData("posix:..", "'..'")]
    [InlineData("posix:x.mapwire", "'.mapwire'")]
    [InlineData("posix:sem.x", "'sem.'")]
    public void A_name_that_breaks_a_rule_is_refused_with_the_rule(string name, string rule)
    {
        var failure = Assert.Throws<ArgumentException>(() => SharedMap.Create(name, 1));
        Assert.Contains(rule, failure.Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentException>(() => SharedMap.TryOpen(name, out _));
        _ = Assert.Throws<ArgumentException>(() => MapInspector.Find(name));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_name()
    {
        _ = Assert.Throws<ArgumentException>(() => MapName.Parse("a\uD800"));
        _ = Assert.Throws<ArgumentException>(() => MapName.Parse("\uDC00\uFFFD"));
    }

    [Fact]
    public void Null_is_no_name() => Assert.Throws<ArgumentNullException>(() => SharedMap.Open(null!));

    [Fact]
    public void A_name_has_up_to_200_characters()
    {
        Assert.Equal(200, MapName.Parse(new string('a', 200)).Leaf.Length);
        Assert.Contains("201", Assert.Throws<ArgumentException>(() => MapName.Parse(new string('a', 201))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_prefix_means_local() => Assert.Equal(MapName.Parse(@"Local\x"), MapName.Parse("x"));

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("100%")]
    [InlineData("%2E")]
    [InlineData("a b\tc")]
    [InlineData("größe 😀")]
    public void A_file_name_gives_the_name_back_and_is_no_dot_file(string leaf)
    {
        var fileName = MapName.Parse(leaf).ToFileName();
        Assert.NotEqual('.', fileName[0]);
        Assert.True(MapName.IsFileName(fileName));
        Assert.Equal(leaf, MapName.LeafOfFileName(fileName));
    }

    [Fact]
    public void Long_names_that_differ_at_the_end_only_get_file_names_that_fit_and_differ()
    {
        var one = MapName.Parse(new string('漢', 199) + "a").ToFileName();
        var other = MapName.Parse(new string('漢', 199) + "b").ToFileName();
        Assert.NotEqual(one, other);
        Assert.True(System.Text.Encoding.UTF8.GetByteCount(one) <= 255);
        Assert.EndsWith("…", MapName.LeafOfFileName(one), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_every_kind_work_as_maps()
    {
        foreach (var leaf in new[] { ".x", "%", "😀", new string('漢', 200), " ", "a:b" })
        {
            var name = leaf[..Math.Min(leaf.Length, 160)] + Guid.NewGuid().ToString("N");
            using var map = SharedMap.Create(name, 10);
            using var same = SharedMap.Open(@"Local\" + name);
            Assert.Equal(@"Local\" + name, same.Name);
        }
    }

    [Fact]
    public void Names_are_case_sensitive()
    {
        var name = "Case" + Guid.NewGuid().ToString("N");
        using var map = SharedMap.Create(name, 10);
        Assert.False(SharedMap.TryOpen(name.ToUpperInvariant(), out _));
    }
}
