using System.Reflection;

namespace Mapwire.Tests.Support;

/// <summary>Writes types and members down as a person would, one a line.</summary>
internal static class Describe
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext _nullability = new();

    public static IEnumerable<string> PublicSurface(Assembly assembly) =>
        assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(OfType);

    public static string NameOf(Type type)
    {
        if (type.IsByRef)
        {
            return "ref " + NameOf(type.GetElementType()!);
        }

        if (type.IsGenericType)
        {
            var name = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
            return $"{name}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>";
        }

        return type.Name;
    }

    private static IEnumerable<string> OfType(Type type)
    {
        var kind = type.IsEnum ? "enum"
            : type.IsValueType ? type.IsByRefLike ? "ref struct" : "struct"
            : type.IsAbstract && type.IsSealed ? "static class"
            : type.IsSealed ? "sealed class" : "class";
        var bases = type.GetInterfaces().Where(i => i.IsPublic && !type.IsEnum).Select(NameOf).Order(StringComparer.Ordinal).ToList();
        yield return $"{kind} {type.FullName}{(bases.Count > 0 ? " : " + string.Join(", ", bases) : string.Empty)}";
        foreach (var line in type.GetMembers(Declared).Where(IsPublic).Select(OfMember).OfType<string>().Order(StringComparer.Ordinal))
        {
            yield return "  " + line;
        }
    }

    private static bool IsPublic(MemberInfo member) => member switch
    {
        FieldInfo field => field.IsPublic && !field.IsSpecialName,
        MethodBase method => method.IsPublic || method.IsFamily,
        PropertyInfo property => property.GetMethod is { IsPublic: true } || property.SetMethod is { IsPublic: true },
        _ => false,
    };

    private static string? OfMember(MemberInfo member) => member switch
    {
        FieldInfo { IsLiteral: true } field => $"{field.Name} = {field.GetRawConstantValue()}",
        FieldInfo field => $"{NameOf(field.FieldType)} {field.Name}",
        PropertyInfo property => $"{Static(property.GetMethod!)}{NameOf(property.PropertyType)}{Null(_nullability.Create(property))} {property.Name} {{ {Accessors(property)} }}",
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo { IsSpecialName: true } => null,
        MethodInfo method => $"{Static(method)}{ReadOnly(method)}{NameOf(method.ReturnType)}{Null(_nullability.Create(method.ReturnParameter))} {MethodName(method)}({Parameters(method)}){Constraints(method)}",
        _ => null,
    };

    private static string Static(MethodInfo method) => method.IsStatic ? "static " : string.Empty;

    private static string ReadOnly(MethodInfo method) =>
        method.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "InAttribute") ? "readonly " : string.Empty;

    private static string Null(NullabilityInfo info) =>
        !info.Type.IsValueType && info.ReadState == NullabilityState.Nullable ? "?" : string.Empty;

    private static string Constraints(MethodInfo method) => string.Concat(method.GetGenericArguments()
        .Where(argument => argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
        .Select(argument => $" where {argument.Name} : {(argument.GetCustomAttributes().Any(a => a.GetType().Name == "IsUnmanagedAttribute") ? "unmanaged" : "struct")}"));

    private static string MethodName(MethodInfo method) =>
        method.IsGenericMethod ? $"{method.Name}<{string.Join(", ", method.GetGenericArguments().Select(NameOf))}>" : method.Name;

    private static string Accessors(PropertyInfo property)
    {
        var isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Length > 0;
        return (property.GetMethod is { IsPublic: true } ? "get;" : string.Empty)
            + (property.SetMethod is { IsPublic: true } ? isInit ? " init;" : " set;" : string.Empty);
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{(parameter.IsOut ? "out " + NameOf(parameter.ParameterType.GetElementType()!) : NameOf(parameter.ParameterType))}{Null(_nullability.Create(parameter))} {parameter.Name}{(parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : string.Empty)}"));
}
