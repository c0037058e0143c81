using System.Reflection;
using System.Runtime.InteropServices;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Policies;

/// <summary>What other processes and other versions read must not move: every offset is written down.</summary>
public class LayoutTests
{
    private static readonly List<Type> _layouts =
    [
        .. new[] { typeof(SharedMap).Assembly, Assembly.Load("Mapwire.Tool") }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name.EndsWith("Layout", StringComparison.Ordinal))
            .OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_offset_is_the_one_written_down() => Baseline.Hold("Layouts.txt", _layouts.SelectMany(Lines));

    [Fact]
    public void Every_layout_spells_its_offsets_out()
    {
        Assert.NotEmpty(_layouts);
        Assert.All(_layouts, type => Assert.True(type.IsExplicitLayout, $"{type.FullName} leaves its offsets to the compiler."));
    }

    [Fact]
    public void Every_layout_has_its_page()
    {
        var page = File.ReadAllText(Sources.PathOf("docs", "layout.md"));
        Assert.All(_layouts, type => Assert.Contains($"`{type.Name}`", page, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Lines(Type type)
    {
        yield return $"{type.FullName}, {type.StructLayoutAttribute!.Size} bytes";
        foreach (var constant in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            .OrderBy(field => field.Name, StringComparer.Ordinal))
        {
            yield return $"        {constant.Name} = {constant.GetValue(null)}";
        }

        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .OrderBy(field => field.GetCustomAttribute<FieldOffsetAttribute>()!.Value))
        {
            yield return $"  {field.GetCustomAttribute<FieldOffsetAttribute>()!.Value,4}  {field.Name}  {field.FieldType.Name}";
        }
    }
}
