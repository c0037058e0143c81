using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class UsageTests
{
    [Theory]
    [InlineData("provided")]
    [InlineData("'bogus'", "bogus")]
    [InlineData("provided", "map")]
    [InlineData("'extra'", "map", "list", "extra")]
    [InlineData("'--bogus'", "map", "list", "--bogus")]
    [InlineData("NAME", "map", "read")]
    [InlineData("'--bogus'", "map", "read", "--bogus")]
    [InlineData("--size", "map", "create", "x")]
    [InlineData("--size", "map", "create", "x", "--size")]
    [InlineData("SOURCE", "copy", "", "y")]
    [InlineData("DESTINATION", "copy", "x", "")]
    [InlineData("'--bogus'", "copy", "x", "--bogus")]
    [InlineData("'fast'", "copy", "x", "y", "--method", "fast")]
    [InlineData("FILE", "image", "send", "")]
    [InlineData("--file", "map", "create", "x", "--size", "1", "--file", "")]
    public void A_command_that_is_wrong_is_refused_in_one_line(string word, params string[] words) =>
        ToolProcess.Run(words).IsWrongUsage(word, "--help'");

    [Theory]
    [InlineData("0", "too small")]
    [InlineData("-1", "too small")]
    [InlineData("-64KiB", "too small")]
    [InlineData("9223372036854775808", "too large")]
    [InlineData("99999999999999999999999999T", "too large")]
    [InlineData("8388608TiB", "too large")]
    [InlineData("", "no number")]
    [InlineData("KiB", "no number")]
    [InlineData("64KB", "no number")]
    [InlineData("1.5MiB", "no number")]
    [InlineData("0x100", "no number")]
    [InlineData("64 KiB", "no number")]
    public void A_size_that_is_none_is_refused_by_name(string size, string why)
    {
        var name = UniqueName.Local();
        ToolProcess.Run("map", "create", name, "--size", size, "--hold-for", "0").IsWrongUsage("--size", $"'{size}'", why);
    }

    [Theory]
    [InlineData("", "0")]
    [InlineData(@"Local\", "0")]
    [InlineData(@"a\b", @"'a\b'")]
    [InlineData("a/b", "'a/b'")]
    [InlineData("file:", "path")]
    [InlineData(@"Local\file:x", "file")]
    public void A_name_that_breaks_a_rule_is_refused_by_name(string name, string word)
    {
        ToolProcess.Run("map", "create", name, "--size", "10").IsWrongUsage(word);
        ToolProcess.Run("map", "read", name).IsWrongUsage(word);
        ToolProcess.Run("map", "info", name).IsWrongUsage(word);
        ToolProcess.Run("image", "receive", "unused.bmp", "--name", name).IsWrongUsage(word);
    }

    [Fact]
    public void A_name_may_have_200_characters_and_no_more()
    {
        var longest = Guid.NewGuid().ToString("N").PadRight(200, 'x');
        _ = ToolProcess.Run("map", "create", longest, "--size", "10", "--hold-for", "0").Succeeds();
        ToolProcess.Run("map", "create", longest + "x", "--size", "10").IsWrongUsage("200", "201");
    }

    [Theory]
    [InlineData("--offset", "-1")]
    [InlineData("--offset", "x")]
    [InlineData("--offset", "99999999999999999999")]
    [InlineData("--length", "0")]
    [InlineData("--length", "-1")]
    [InlineData("--encoding", "latin1")]
    public void A_value_that_is_none_is_refused_with_its_option(string option, string value) =>
        ToolProcess.Run("map", "read", "x", option, value).IsWrongUsage(option, $"'{value}'");

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("1e99")]
    [InlineData("NaN")]
    public void A_time_that_is_none_is_refused(string seconds) =>
        ToolProcess.Run("map", "create", "x", "--size", "10", "--hold-for", seconds).IsWrongUsage("--hold-for", $"'{seconds}'");

    [Theory]
    [InlineData("888")]
    [InlineData("everybody")]
    [InlineData("")]
    [InlineData("7777")]
    public void An_access_that_is_none_is_refused(string access) =>
        ToolProcess.Run("map", "create", "x", "--size", "10", "--access", access).IsWrongUsage("--access", $"'{access}'");

    [Theory]
    [InlineData("--text", "a", "--file", "b")]
    [InlineData("--text", "a", "--stdin")]
    [InlineData("--file", "b", "--stdin")]
    public void Only_one_content_can_be_written(params string[] words) =>
        ToolProcess.Run(["map", "write", "x", .. words]).IsWrongUsage("Only one of --text, --file, --stdin");

    [Fact]
    public void Some_content_must_be_written() => ToolProcess.Run("map", "write", "x").IsWrongUsage("One of --text, --file, --stdin");

    [Fact]
    public void Others_cannot_be_let_into_a_local_name() =>
        ToolProcess.Run("map", "create", UniqueName.Local(), "--size", "10", "--access", "all-users").IsWrongUsage("AllUsers", @"Global\");

    [Theory]
    [InlineData]
    [InlineData("map")]
    [InlineData("map", "create")]
    [InlineData("map", "read")]
    [InlineData("image", "send")]
    [InlineData("copy")]
    [InlineData("demo")]
    public void Every_command_has_help(params string[] words)
    {
        var help = ToolProcess.Run([.. words, "--help"]).Succeeds().Output;
        Assert.Contains($"mapwire{string.Concat(words.Select(word => " " + word))} ", help, StringComparison.Ordinal);
        Assert.DoesNotContain("demo-part", help, StringComparison.Ordinal);
    }
}
