using System.Text.Json;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.Demo;

/// <summary>What the demonstration claims, each shown between processes that it starts; a claim that fails is an exception.</summary>
internal static class DemoSteps
{
    private const int CopyLength = 100 << 20;

    public static IReadOnlyList<(string Claim, Func<Stage, Task<string>> Show)> All { get; } =
    [
        ("a server creates a map and writes; a client opens and reads", MessageArrives),
        ("two processes talk both ways through one map", ProcessesTalk),
        ("creating a live name is refused", LiveNameIsRefused),
        ("a name is gone when its last holder is killed", NameGoesWithItsHolder),
        ("a bitmap crosses, byte for byte", BitmapCrosses),
        ("a file is copied by mapping, byte for byte", FileIsCopied),
        ("round trips between two processes are timed", RoundTripsAreTimed),
    ];

    private static async Task<string> MessageArrives(Stage stage)
    {
        var name = stage.NewName();
        const string message = "Hello from the server: grüße, 你好";
        var server = await stage.HoldAsync("map", "create", name, "--size", "64KiB", "--text", message);
        var client = stage.Start("map", "read", name, "--text");
        Require(await client.SucceedAsync() is var read && read == message, $"'{message}' was read as '{read}'");
        await server.ReleaseAsync();
        Require(!SharedMap.TryOpen(name, out _), $"{name} is still there after its server has let go");
        return $"process {server.Id} to process {client.Id}: {message}";
    }

    private static async Task<string> ProcessesTalk(Stage stage)
    {
        using var map = SharedMap.Create(stage.NewName(), DemoLayout.Size);
        var answers = stage.Start("demo-part", DemoPart.Answer, map.Name);
        var asks = stage.Start("demo-part", DemoPart.Ask, map.Name);
        var last = await asks.SucceedAsync();
        _ = await answers.SucceedAsync();
        return $"{Talk.Questions} questions and answers; the last: {last}";
    }

    private static async Task<string> LiveNameIsRefused(Stage stage)
    {
        var name = stage.NewName();
        var holder = await stage.HoldAsync("map", "create", name, "--size", "4096", "--text", "first");
        var refusal = await stage.Start("map", "create", name, "--size", "4096", "--text", "second").FailAsync();
        Require(refusal.Contains("already exists", StringComparison.Ordinal), $"it was refused for another reason: {refusal}");
        Require(await stage.Start("map", "read", name, "--text").SucceedAsync() == "first", "the first map's text has changed");
        await holder.ReleaseAsync();
        return "the second process failed; the first map kept its text";
    }

    private static async Task<string> NameGoesWithItsHolder(Stage stage)
    {
        var name = stage.NewName();
        var holder = await stage.HoldAsync("map", "create", name, "--size", "1MiB");
        _ = await stage.Start("map", "read", name, "--length", "1").SucceedAsync();
        await holder.KillAsync();
        _ = await stage.Start("map", "read", name, "--length", "1").FailAsync();
        using var again = SharedMap.Create(name, 1);
        return $"process {holder.Id} was killed; nobody could open the name, and it was created anew";
    }

    private static async Task<string> BitmapCrosses(Stage stage)
    {
        var (name, sent, received) = (stage.NewName(), stage.PathOf("sent.bmp"), stage.PathOf("received.bmp"));
        DemoFiles.MakeBitmap(sent);
        var sender = await stage.HoldAsync("image", "send", sent, "--name", name);
        _ = await stage.Start("image", "receive", received, "--name", name).SucceedAsync();
        DemoFiles.RequireEqual(sent, received);
        await sender.ReleaseAsync();
        return $"{DemoFiles.BitmapWidth} x {DemoFiles.BitmapHeight} pixels, {new FileInfo(received).Length} bytes";
    }

    private static async Task<string> FileIsCopied(Stage stage)
    {
        var (source, copy) = (stage.PathOf("source"), stage.PathOf("copy"));
        DemoFiles.MakeData(source, CopyLength);
        var report = await stage.Start("copy", source, copy, "--method", "map", "--json").SucceedAsync();
        DemoFiles.RequireEqual(source, copy);
        var fact = JsonSerializer.Deserialize(report, ToolJson.Default.CopyReport)!;
        return $"{Units.Size(fact.Length)} in {fact.Seconds:0.000} s, {Units.Size(fact.BytesPerSecond)}/s";
    }

    private static async Task<string> RoundTripsAreTimed(Stage stage)
    {
        using var map = SharedMap.Create(stage.NewName(), DemoLayout.Size);
        var answers = stage.Start("demo-part", DemoPart.Echo, map.Name);
        var asks = stage.Start("demo-part", DemoPart.Time, map.Name);
        var fact = JsonSerializer.Deserialize(await asks.SucceedAsync(), ToolJson.Default.RoundTripReport)!;
        _ = await answers.SucceedAsync();
        return $"{fact.Count} of them, p50 {fact.P50Nanoseconds:0} ns, p99 {fact.P99Nanoseconds:0} ns, all in {fact.Seconds:0.00} s";
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidDataException(otherwise);
        }
    }
}
