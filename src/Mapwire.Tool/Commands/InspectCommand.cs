using System.CommandLine;
using System.Globalization;
using Mapwire.Tool.LatestValues;
using Mapwire.Tool.Locks;
using Mapwire.Tool.Output;
using Mapwire.Tool.Queues;
using Mapwire.Tool.Topics;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire inspect</c>.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var name = Given.LockName();
        var trust = Given.Trust();
        var directory = Given.Directory();
        var json = Given.Json();
        var command = new Command("inspect", "Say all that a region, a lock, a queue, a topic or latest values say of themselves, without taking part.") { name, trust, directory, json };
        command.SetAction(given =>
        {
            var place = given.GetRequiredValue(name);
            var region = RegionInspector.Inspect(place.Text, Given.ToRead(given.GetValue(trust), given.GetValue(directory)))
                ?? throw new IOException($"{place.FullName} is a plain map, no region, lock, queue, topic or latest values; see 'mapwire map info' and 'mapwire map read'.");
            if (given.GetValue(json))
            {
                Report.Say(asJson: true, string.Empty, ToReport(region), types => types.InspectReport);
            }
            else
            {
                Show(region);
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static InspectReport ToReport(RegionInfo region) => new(
        region.Name,
        KindText.Of(region),
        region.Version,
        region.Size,
        $"{region.Id:x16}",
        $"{region.SchemaHash:x16}",
        region.Created,
        region.MaxParticipants,
        [.. region.Participants.Select(ParticipantReport.Of)],
        [.. region.Locks.Select(LockReport.Of)],
        region.Queue is { } queue ? QueueReport.Of(queue) : null,
        region.Topic is { } topic ? TopicReport.Of(topic) : null,
        region.Latest is { } latest ? LatestReport.Of(latest) : null);

    private static void Show(RegionInfo region)
    {
        var header = new Grid("FIELD", "VALUE");
        header.Add("name", region.Name);
        header.Add("kind", KindText.Of(region));
        header.Add("version", Number(region.Version));
        header.Add("size", Units.Bytes(region.Size));
        header.Add("id", $"{region.Id:x16}");
        header.Add("schema", $"{region.SchemaHash:x16}");
        header.Add("created", People.Time(region.Created));
        header.Add("participants", $"{region.Participants.Count} of {region.MaxParticipants}");
        if (region.Queue is { } told)
        {
            QueueText.AddTo(header, told);
        }

        if (region.Topic is { } toldOfTopic)
        {
            TopicText.AddTo(header, toldOfTopic);
        }

        if (region.Latest is { } latest)
        {
            LatestText.AddTo(header, latest);
        }

        header.Show();

        var people = new Grid("SLOT", "NAME", "PROCESS", "SINCE", "STATE");
        foreach (var one in region.Participants)
        {
            people.Add(Number(one.Slot), one.Name, Number(one.ProcessId), People.Time(one.Joined), one.IsAlive ? "alive" : "dead, not recovered yet");
        }

        people.ShowBelow();
        if (region.Queue is { } queue)
        {
            QueueText.Show(queue);
            return;
        }

        if (region.Topic is { } topic)
        {
            TopicText.Show(topic);
            return;
        }

        var locks = new Grid("LOCK", "KIND", "STATE", "HELD BY SLOTS", "SLOTS WAITING");
        foreach (var one in region.Locks)
        {
            var name = one.Name.Length > 0 ? one.Name : region.IsOneLock ? region.Name : "(making of locks)";
            locks.Add(name, KindText.Of(one.Kind), one.State, Slots(one.Holders), Slots(one.Waiters));
        }

        locks.ShowBelow();
    }

    private static string Slots(IReadOnlyList<int> slots) => slots.Count == 0 ? "-" : string.Join(' ', slots);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
