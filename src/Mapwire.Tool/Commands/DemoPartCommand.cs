using System.CommandLine;
using System.Text.Json;
using Mapwire.Tool.Demo;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.Commands;

/// <summary>The hidden command by which the demonstration starts its own processes.</summary>
internal static class DemoPartCommand
{
    public static Command Create()
    {
        var part = new Argument<string>("PART");
        var name = new Argument<string>("NAME");
        _ = part.AcceptOnlyFromAmong(DemoPart.Ask, DemoPart.Answer, DemoPart.Time, DemoPart.Echo);
        var command = new Command("demo-part", "One process of the demonstration.") { part, name };
        command.Hidden = true;
        command.SetAction(words =>
        {
            using var map = SharedMap.Open(words.GetRequiredValue(name));
            using var view = map.CreateView();
            Console.WriteLine(Play(words.GetRequiredValue(part), view));
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static string Play(string part, MapView view)
    {
        switch (part)
        {
            case DemoPart.Ask:
                return Talk.Ask(view);
            case DemoPart.Answer:
                return Talk.Answer(view);
            case DemoPart.Time:
                return JsonSerializer.Serialize(RoundTrips.Ask(view), ToolJson.Default.RoundTripReport);
            default:
                RoundTrips.Answer(view);
                return part;
        }
    }
}
