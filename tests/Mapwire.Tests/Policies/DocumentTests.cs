using System.Reflection;
using System.Text.RegularExpressions;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Policies;

public partial class DocumentTests
{
    private static readonly HashSet<string> _tests =
    [
        .. typeof(DocumentTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Where(method => method.GetCustomAttributes().Any(attribute => attribute is FactAttribute))
            .Select(method => method.Name),
    ];

    [Fact]
    public void Every_guarantee_names_a_test_that_holds_it_and_exists()
    {
        var rows = File.ReadLines(Sources.PathOf("docs", "guarantees.md")).Where(line => GuaranteeRow().IsMatch(line)).ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            var named = TestName().Matches(row).Select(match => match.Groups[1].Value).ToList();
            Assert.NotEmpty(named);
            Assert.All(named, name => Assert.True(_tests.Contains(name), $"docs/guarantees.md names the test {name}, which does not exist."));
        });
    }

    [Fact]
    public void Every_piece_of_code_in_the_documents_is_part_of_a_sample()
    {
        var samples = Sources.Below("samples", "*.cs").Select(path => Normal(File.ReadAllText(path))).ToList();
        Assert.NotEmpty(samples);
        var blocks = Documents().SelectMany(path => CodeBlock().Matches(File.ReadAllText(path).ReplaceLineEndings("\n"))
            .Select(match => (Path: Sources.Relative(path), Code: match.Groups[1].Value))).ToList();
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.True(
            samples.Any(sample => sample.Contains(Normal(block.Code), StringComparison.Ordinal)),
            $"{block.Path} shows code that is part of no sample:\n{block.Code}"));
    }

    [Fact]
    public void Links_between_the_documents_lead_somewhere() => Assert.All(Documents(), path =>
    {
        var folder = Path.GetDirectoryName(path)!;
        var links = Link().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal));
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(folder, link)), $"{Sources.Relative(path)} links to {link}."));
    });

    private static IEnumerable<string> Documents() =>
        Sources.Below("docs", "*.md").Append(Sources.PathOf("README.md"));

    // Indentation does not count: a part of a sample may stand inside a block.
    private static string Normal(string code) =>
        string.Join('\n', code.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex(@"^\| (?!---|what|step|when).*\|$")]
    private static partial Regex GuaranteeRow();

    [GeneratedRegex(@"`([A-Z][a-z]*(?:_\w+)+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\]\(([^)#]+)[^)]*\)")]
    private static partial Regex Link();
}
