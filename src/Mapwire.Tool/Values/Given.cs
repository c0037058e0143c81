using System.CommandLine;
using System.CommandLine.Parsing;
using Mapwire.Tool.Maps;

namespace Mapwire.Tool.Values;

/// <summary>The options and arguments that several commands share.</summary>
internal static class Given
{
    public static Argument<MapPlace> Name() => new("NAME")
    {
        Description = @"The map: [Local\]NAME, Global\NAME, posix:NAME, or file:PATH for a file.",
        CustomParser = result => Checked(result, MapPlace.Parse),
    };

    public static Argument<MapPlace> LockName() => new("NAME")
    {
        Description = @"The name: [Local\]NAME or Global\NAME.",
        CustomParser = result => Checked(result, MapPlace.ParseName),
    };

    public static Argument<string[]> CommandWords() => new("COMMAND")
    {
        Description = "What to run, behind --, with its own words.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<TimeSpan?> Wait(string what) => new("--wait")
    {
        Description = $"Give up after so many seconds; 0 does not wait (default: as long as it takes to {what}).",
        HelpName = "SECONDS",
        CustomParser = result => Checked<TimeSpan?>(result, text => HoldTime.Parse(text)),
    };

    public static Option<bool> Manual() => new("--manual")
    {
        Description = "It stays set until it is reset, for all who wait; without this each set lets one through.",
    };

    public static Option<long> Size() => new("--size")
    {
        Description = "How many bytes: 65536, 64KiB, 1MiB, 2GiB.",
        HelpName = "SIZE",
        Required = true,
        CustomParser = result => Bytes(result, least: 1),
    };

    public static Option<long> Offset(string what) => new("--offset")
    {
        Description = $"Where in the map {what}, in bytes from its start (default 0).",
        HelpName = "N",
        CustomParser = result => Bytes(result, least: 0),
    };

    public static Option<long?> Length() => new("--length")
    {
        Description = "How many bytes to read (default: all that follow).",
        HelpName = "N",
        CustomParser = result => Bytes(result, least: 1),
    };

    public static Option<TextEncoding?> Encoding() => new("--encoding")
    {
        Description = "How text is encoded: utf-8 (default), utf-16 (Windows' wchar_t) or ascii.",
        HelpName = "utf-8|utf-16|ascii",
        CustomParser = result => Checked(result, TextEncoding.Parse),
    };

    public static Option<TimeSpan?> HoldFor() => new("--hold-for")
    {
        Description = "Let go after so many seconds (default: on Enter or a signal).",
        HelpName = "SECONDS",
        CustomParser = result => Checked<TimeSpan?>(result, text => HoldTime.Parse(text)),
    };

    public static Option<MapSecurity?> Access() => new("--access")
    {
        Description = OperatingSystem.IsWindows()
            ? "Who may open it: current-user (default), group, all-users, or a security descriptor (SDDL)."
            : "Who may open it: current-user (default), group, all-users, or a mode such as 640.",
        HelpName = "ACCESS",
        CustomParser = result => Checked(result, AccessText.Parse),
    };

    public static Option<string[]?> Trust() => new("--trust")
    {
        Description = "Also open a map of this user (* for every user); may be repeated.",
        HelpName = "USER",
    };

    public static Option<string?> Directory() => new("--directory")
    {
        Description = "The folder below which names live (Linux, macOS); default: MAPWIRE_DIRECTORY or the system's.",
        HelpName = "FOLDER",
        CustomParser = result => Checked(result, Path),
    };

    public static Option<bool> Force() => new("--force") { Description = "Replace a file that stands there; it stays whole until the new one is." };

    public static Option<FileCopyMethod> CopyMethod() => new("--method")
    {
        Description = "How: by mapping both files, within the kernel, or the kernel's way where it has one, else by mapping (auto, the default).",
        HelpName = "map|kernel|auto",
        DefaultValueFactory = _ => FileCopyMethod.Auto,
        CustomParser = result => Checked(result, CopyMethodText.Parse),
    };

    public static Option<bool> Json() => new("--json") { Description = "Report as JSON." };

    public static Option<MapPlace?> ImageName() => new("--name")
    {
        Description = @"The map it crosses in (default: Local\DataMap).",
        HelpName = "NAME",
        CustomParser = result => Checked(result, MapPlace.Parse),
    };

    public static MapPlace ImagePlace(MapPlace? given) => given ?? MapPlace.Parse("DataMap");

    public static Argument<string> FilePath(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result => Checked(result, Path),
    };

    public static Option<string?> FilePathOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
        CustomParser = result => Checked(result, Path),
    };

    public static MapOptions ToCreate(MapSecurity? access, string? directory) =>
        new() { Security = access ?? MapSecurity.CurrentUser, Directory = directory };

    public static MapOptions ToRead(string[]? trust, string? directory) =>
        new() { Access = MapAccess.ReadOnly, TrustedOwners = trust ?? [], Directory = directory };

    /// <summary>What a text or a file gives to write, or null where neither is given.</summary>
    public static Content? TextOrFile(string? text, string? file, TextEncoding? encoding) =>
        text is not null ? Content.OfText(text, encoding ?? TextEncoding.Utf8)
        : file is not null ? Content.OfFile(file)
        : null;

    public static void RequireAtMostOne(CommandResult command, params Option[] options)
    {
        if (Present(command, options) > 1)
        {
            command.AddError($"Only one of {Names(options)} can be used.");
        }
    }

    public static void RequireExactlyOne(CommandResult command, params Option[] options)
    {
        RequireAtMostOne(command, options);
        if (Present(command, options) == 0)
        {
            command.AddError($"One of {Names(options)} is needed.");
        }
    }

    /// <summary>Refuses an option that would do nothing, since all that it belongs to are missing.</summary>
    public static void RequireBeside(CommandResult command, Option option, params Option[] partners)
    {
        if (Present(command, [option]) > 0 && Present(command, partners) == 0)
        {
            command.AddError($"{option.Name} needs {string.Join(" or ", partners.Select(partner => partner.Name))}.");
        }
    }

    /// <summary>The command to run. It must stand behind dashes, or its options would be taken for this program's.</summary>
    public static string[] Command(ParseResult given, Argument<string[]> words) =>
        given.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).FirstOrDefault(IsUnknownOption) is { } unknown
            ? throw new ArgumentException($"'mapwire {given.CommandResult.Command.Name}' has no option {unknown.Value}.")
        : given.Tokens.Any(token => token.Type == TokenType.DoubleDash) ? given.GetRequiredValue(words)
        : throw new ArgumentException($"COMMAND stands behind --, as in 'mapwire {given.CommandResult.Command.Name} NAME -- {string.Join(' ', given.GetRequiredValue(words))}'.");

    private static bool IsUnknownOption(Token token) =>
        token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal);

    public static string Path(string path) =>
        path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) ? throw new ArgumentException("A path cannot be empty.")
        : path.StartsWith("--", StringComparison.Ordinal) ? throw new ArgumentException($"'{path}' is no option here; a path that begins so is written ./{path}.")
        : path;

    private static int Present(CommandResult command, Option[] options) => options.Count(option => command.GetResult(option) is { Implicit: false });

    private static string Names(Option[] options) => string.Join(", ", options.Select(option => option.Name));

    private static long Bytes(ArgumentResult result, long least)
    {
        if (!SizeText.TryParse(result.Tokens[0].Value, least, out var bytes, out var error))
        {
            result.AddError($"{NameOf(result)}: {error}");
        }

        return bytes;
    }

    public static T? Checked<T>(ArgumentResult result, Func<string, T> parse)
    {
        try
        {
            return parse(result.Tokens[0].Value);
        }
        catch (ArgumentException failure)
        {
            result.AddError($"{NameOf(result)}: {failure.Message}");
            return default;
        }
    }

    private static string NameOf(ArgumentResult result) => result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;
}
