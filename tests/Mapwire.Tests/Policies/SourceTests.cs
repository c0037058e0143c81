using System.Text.RegularExpressions;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Policies;

public partial class SourceTests
{
    private const string Library = "src/Mapwire";
    private static readonly string[] _layers = ["Platform", "Memory", "Synchronization", "Messaging", "Inspection"];

    [Fact]
    public void A_layer_names_nothing_from_a_layer_above_it()
    {
        var declared = _layers.Select(layer => Files(layer).SelectMany(file => Declared(file.Code)).ToHashSet(StringComparer.Ordinal)).ToList();
        Assert.NotEmpty(declared[0]);
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            var above = declared.Skip(layer + 1).SelectMany(names => names).ToHashSet(StringComparer.Ordinal);
            Assert.All(Files(_layers[layer]), file =>
            {
                var up = Word().Matches(file.Code).Select(word => word.Value).Where(above.Contains).Distinct();
                Assert.True(!up.Any(), $"{file.Path} names {string.Join(", ", up)} from a layer above it.");
            });
        }
    }

    [Fact]
    public void Calls_into_the_system_are_declared_in_the_platform_files_of_that_system_only() => Assert.All(
        All().Where(file => file.Code.Contains("LibraryImport", StringComparison.Ordinal) || file.Code.Contains("DllImport(", StringComparison.Ordinal)),
        file => Assert.Matches(@"^src/Mapwire/Platform/\w+\.(Linux|MacOS|Windows)\.cs$", file.Path));

    [Fact]
    public void Pointers_live_in_platform_memory_and_messaging_only() => Assert.All(
        All().Where(file => Regex.IsMatch(file.Code, @"\bunsafe\b")),
        file => Assert.Matches("^src/Mapwire/(Platform|Memory|Messaging)/", file.Path));

    [Fact]
    public void Files_can_be_read_in_one_sitting() => Assert.All(
        Sources.Below("src", "*.cs").Concat(Sources.Below("tests", "*.cs")).Concat(Sources.Below("benchmarks", "*.cs")),
        path => Assert.True(File.ReadLines(path).Count() <= 330, $"{Sources.Relative(path)} has more than 330 lines."));

    [Fact]
    public void There_are_no_regions_retries_or_bare_sleeps()
    {
        var banned = new Regex(@"^\s*#region|Thread\.Sleep\(|\[Retry|Task\.Delay\((?!TimeSpan\.FromMicroseconds\(random)", RegexOptions.Multiline);
        Assert.All(
            Sources.Below("src", "*.cs").Concat(Sources.Below("tests", "*.cs")).Where(path => !path.EndsWith("SourceTests.cs", StringComparison.Ordinal)),
            path => Assert.False(banned.IsMatch(File.ReadAllText(path)), Sources.Relative(path)));
    }

    [Fact]
    public void The_library_depends_on_no_package() => Assert.DoesNotContain(
        File.ReadLines(Sources.PathOf("src", "Mapwire", "Mapwire.csproj")),
        line => line.Contains("PackageReference", StringComparison.Ordinal) && !line.Contains("PrivateAssets=\"all\"", StringComparison.Ordinal));

    private static IEnumerable<(string Path, string Code)> Files(string layer) => Directory.Exists(Sources.PathOf(Library, layer))
        ? Sources.Below($"{Library}/{layer}", "*.cs").Select(Read)
        : [];

    private static IEnumerable<(string Path, string Code)> All() => Sources.Below("src", "*.cs").Select(Read);

    private static (string Path, string Code) Read(string path) =>
        (Sources.Relative(path), CommentOrText().Replace(File.ReadAllText(path), " "));

    private static IEnumerable<string> Declared(string code) => Declaration().Matches(code).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"//[^\n]*|\$?@?""(?:[^""\\\n]|\\.)*""", RegexOptions.ExplicitCapture)]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"^(?:public|internal)[\w\s]*?\b(?:class|struct|record|enum|interface)\s+(?:struct\s+|class\s+)?(\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
