using System.Diagnostics;

namespace Mapwire.Tool.Demo;

/// <summary>This program, to be started again.</summary>
internal static class Self
{
    public static ProcessStartInfo StartInfo(params string[] words)
    {
        var path = Environment.ProcessPath ?? throw new InvalidOperationException("The system does not tell which program this is.");
        var isHost = Path.GetFileNameWithoutExtension(path).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        var info = new ProcessStartInfo(path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Console.OutputEncoding,
            StandardErrorEncoding = Console.OutputEncoding,
        };
        foreach (var word in isHost ? words.Prepend(Path.Combine(AppContext.BaseDirectory, "Mapwire.Tool.dll")) : words)
        {
            info.ArgumentList.Add(word);
        }

        return info;
    }
}
