using Mapwire.Tool.Values;

namespace Mapwire.Tool.Demo;

/// <summary>Two processes talk through one map, question by question; each answer repeats its question.</summary>
internal static class Talk
{
    public const int Questions = 10;

    public static string Ask(MapView view)
    {
        ref var shared = ref view.At<DemoLayout>(0);
        var answer = string.Empty;
        for (var i = 1; i <= Questions; i++)
        {
            var question = $"question {i} of process {Environment.ProcessId}";
            Write(view, DemoLayout.Question, question);
            Turn.Pass(ref shared.Asked, i);
            Turn.Await(ref shared.Answered, i);
            answer = Read(view, DemoLayout.Answer);
            if (!answer.StartsWith(question + ", answered by process ", StringComparison.Ordinal))
            {
                throw new InvalidDataException($"'{question}' was answered by '{answer}'.");
            }
        }

        return answer;
    }

    public static string Answer(MapView view)
    {
        ref var shared = ref view.At<DemoLayout>(0);
        var question = string.Empty;
        for (var i = 1; i <= Questions; i++)
        {
            Turn.Await(ref shared.Asked, i);
            question = Read(view, DemoLayout.Question);
            Write(view, DemoLayout.Answer, $"{question}, answered by process {Environment.ProcessId}");
            Turn.Pass(ref shared.Answered, i);
        }

        return question;
    }

    private static void Write(MapView view, int offset, string text) => view.Write(offset, TextEncoding.Utf8.Encode(text));

    private static string Read(MapView view, int offset)
    {
        Span<byte> bytes = stackalloc byte[DemoLayout.TextLength];
        view.Read(offset, bytes);
        var end = bytes.IndexOf((byte)0);
        return TextEncoding.Utf8.Encoding.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
