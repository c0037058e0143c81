using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Queues;

/// <summary>What a command sends: the lines of standard input, a text or a file.</summary>
/// <param name="verb">What it does with them, to begin a sentence.</param>
internal sealed class InputGiven(string verb)
{
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public Option<string?> Text { get; } = new("--text") { Description = $"{verb} this text, in UTF-8, as one message.", HelpName = "TEXT" };

    public Option<string?> File { get; } = Given.FilePathOption("--file", $"{verb} the bytes of this file as one message.");

    public Option<bool> Prefixed { get; } = QueueGiven.LengthPrefixed("Standard input has any bytes");

    public void RequireOne(CommandResult result) => Given.RequireAtMostOne(result, Text, File, Prefixed);

    /// <summary>The messages; each may be used until the next.</summary>
    /// <param name="given">The words of the command.</param>
    /// <param name="name">What they are sent through.</param>
    /// <param name="most">How many bytes a message may have.</param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> Messages(ParseResult given, string name, int most)
    {
        var input = new MessageInput(Console.OpenStandardInput(), "Standard input", most);
        return given.GetValue(Text) is { } text ? Only(OfText(text, name, most))
            : given.GetValue(File) is { } path ? Only(MessageInput.OfFile(path, name, most))
            : given.GetValue(Prefixed) ? input.PrefixedAsync(name)
            : input.LinesAsync(name);
    }

    private static byte[] OfText(string text, string name, int most)
    {
        var bytes = _utf8.GetBytes(text);
        return bytes.Length <= most ? bytes : throw MessageInput.TooLong("The text", name, most);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Only(byte[] message)
    {
        await Task.CompletedTask;
        yield return message;
    }
}
