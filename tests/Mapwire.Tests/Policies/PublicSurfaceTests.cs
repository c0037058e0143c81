using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Policies;

public class PublicSurfaceTests
{
    private static readonly Assembly _library = typeof(SharedMap).Assembly;

    [Fact]
    public void The_public_surface_is_the_one_written_down() => Baseline.Hold("PublicApi.txt", Describe.PublicSurface(_library));

    [Fact]
    public void There_is_one_public_namespace() => Assert.All(_library.GetExportedTypes(), type => Assert.Equal("Mapwire", type.Namespace));

    [Fact]
    public void Public_classes_are_sealed_and_there_is_no_public_interface() =>
        Assert.All(_library.GetExportedTypes(), type => Assert.True(type.IsSealed && !type.IsInterface, type.FullName));

    [Fact]
    public void What_must_be_disposed_is_made_by_a_factory() => Assert.All(
        _library.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(IDisposable))),
        type => Assert.Empty(type.GetConstructors()));

    [Fact]
    public void Options_cannot_be_changed_once_made_and_say_their_defaults()
    {
        var documentation = Documentation();
        foreach (var type in _library.GetExportedTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal)))
        {
            Assert.All(type.GetProperties(), property =>
            {
                Assert.NotEmpty(property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers());
                var member = documentation[$"P:{type.FullName}.{property.Name}"];
                Assert.StartsWith("Default:", member.Element("remarks")!.Value.Trim(), StringComparison.Ordinal);
            });
        }
    }

    [Fact]
    public void Every_public_member_is_documented_in_sentences()
    {
        var documentation = Documentation();
        var members = _library.GetExportedTypes().SelectMany(Names).ToList();
        Assert.NotEmpty(members);
        Assert.All(members, name => Assert.Contains(documentation.Keys, key => key == name || key.StartsWith(name + "(", StringComparison.Ordinal)
            || key.StartsWith(name + "`", StringComparison.Ordinal)));
        foreach (var (name, member) in documentation.Where(pair => IsPublic(pair.Key)))
        {
            var summary = member.Element("summary")?.Value.Trim() ?? string.Empty;
            Assert.True(summary.EndsWith('.'), $"{name}: the summary is no sentence: '{summary}'");
            Assert.All(member.Elements("param"), param => Assert.True(param.Value.Trim().EndsWith('.'), $"{name}: {param}"));
        }
    }

    [Fact]
    public void Methods_that_can_fail_say_with_what()
    {
        var documentation = Documentation();
        var factories = _library.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.Name.StartsWith("Create", StringComparison.Ordinal) || method.Name.StartsWith("Open", StringComparison.Ordinal));
        Assert.All(factories, method => Assert.Contains(
            documentation, pair => pair.Key.StartsWith($"M:{method.DeclaringType!.FullName}.{method.Name}(", StringComparison.Ordinal)
                && pair.Value.Elements("exception").Any()));
    }

    private static IEnumerable<string> Names(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        yield return $"T:{type.FullName}";
        foreach (var property in type.GetProperties(Declared))
        {
            yield return $"P:{type.FullName}.{property.Name}";
        }

        foreach (var method in type.GetMethods(Declared).Where(method => !method.IsSpecialName && !method.IsDefined(typeof(CompilerGeneratedAttribute))))
        {
            yield return $"M:{type.FullName}.{method.Name}";
        }

        foreach (var field in type.GetFields(Declared).Where(field => !field.IsSpecialName))
        {
            yield return $"F:{type.FullName}.{field.Name}";
        }
    }

    private static Dictionary<string, XElement> Documentation() =>
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Mapwire.xml")).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);

    private static bool IsPublic(string name) =>
        _library.GetExportedTypes().Any(type => name[2..] == type.FullName || name[2..].StartsWith(type.FullName + ".", StringComparison.Ordinal));
}
