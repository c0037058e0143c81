using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class UsageTests
{
    [Theory]
    [InlineData("'bogus'", "bogus")]
    [InlineData("'--hlep'", "map", "create", "--hlep")]
    [InlineData("'--hlep'", "map", "create", "x", "--hlep")]
    [InlineData("'extra'", "map", "list", "extra")]
    [InlineData("'--bogus'", "map", "list", "--bogus")]
    [InlineData("NAME", "map", "read")]
    [InlineData("'--bogus'", "map", "read", "--bogus")]
    [InlineData("--size", "map", "create", "x")]
    [InlineData("--size", "map", "create", "x", "--size")]
    [InlineData("SOURCE", "copy", "", "y")]
    [InlineData("DESTINATION", "copy", "x", "")]
    [InlineData("'--bogus'", "copy", "x", "--bogus")]
    [InlineData("--method: The method 'fast' is none of map, kernel, auto.", "copy", "x", "y", "--method", "fast")]
    [InlineData("--encoding: The encoding 'latin1' is none of utf-8, utf-16, ascii.", "map", "read", "x", "--text", "--encoding", "latin1")]
    [InlineData("--directory: A path cannot be empty.", "map", "list", "--directory", "")]
    [InlineData("--offset needs --text or --file.", "map", "create", "x", "--size", "9", "--offset", "3")]
    [InlineData("--encoding needs --text.", "map", "create", "x", "--size", "9", "--encoding", "utf-16")]
    [InlineData("--encoding needs --text.", "map", "create", "x", "--size", "9", "--file", "y", "--encoding", "utf-16")]
    [InlineData("--encoding needs --text.", "map", "write", "x", "--stdin", "--encoding", "utf-16")]
    [InlineData("--encoding needs --text.", "map", "read", "x", "--encoding", "utf-16")]
    [InlineData("--force needs --output.", "map", "read", "x", "--force")]
    [InlineData("FILE", "image", "send", "")]
    [InlineData("NAME", "lock")]
    [InlineData("COMMAND", "lock", "x")]
    [InlineData("COMMAND", "lock", "x", "--")]
    [InlineData("behind --", "lock", "x", "true")]
    [InlineData("behind --", "lock", "x", "ls", "-l")]
    [InlineData("--wait: 'soon' is no number of seconds", "lock", "x", "--wait", "soon", "--", "true")]
    [InlineData("--wait: '-1'", "lock", "x", "--wait", "-1", "--", "true")]
    [InlineData("NAME: 'file:x' is a file", "lock", "file:x", "--", "true")]
    [InlineData("'a/b'", "lock", "a/b", "--", "true")]
    [InlineData("--permits", "semaphore", "x", "--", "true")]
    [InlineData("--permits: '0' is no number of permits from 1 to 65536.", "semaphore", "x", "--permits", "0", "--", "true")]
    [InlineData("--permits: '65537'", "semaphore", "x", "--permits", "65537", "--", "true")]
    [InlineData("NAME", "event", "set")]
    [InlineData("'extra'", "event", "wait", "x", "extra")]
    [InlineData("NAME", "inspect")]
    [InlineData("NAME", "verify")]
    [InlineData("'extra'", "doctor", "extra")]
    [InlineData("'extra'", "list", "extra")]
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
    [InlineData("map ")]
    [InlineData("create ", "map")]
    [InlineData("receive ", "image")]
    public void Who_names_no_command_is_told_which_there_are(string command, params string[] words)
    {
        var end = ToolProcess.Run(words);
        Assert.Equal(64, end.ExitCode);
        Assert.Empty(end.Bytes);
        Assert.Contains("  " + command, end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_is_a_word_too()
    {
        Assert.Equal(ToolProcess.Run("--help").Succeeds().Output, ToolProcess.Run("help").Succeeds().Output);
        Assert.Equal(ToolProcess.Run("map", "read", "--help").Succeeds().Output, ToolProcess.Run("help", "map", "read").Succeeds().Output);
    }

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
