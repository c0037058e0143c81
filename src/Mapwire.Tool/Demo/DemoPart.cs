namespace Mapwire.Tool.Demo;

/// <summary>What a process that the demonstration starts can be.</summary>
internal static class DemoPart
{
    public const string Ask = "ask";
    public const string Answer = "answer";
    public const string Time = "time";
    public const string Echo = "echo";
}
