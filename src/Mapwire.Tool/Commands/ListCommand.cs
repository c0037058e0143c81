using System.CommandLine;
using System.Globalization;
using Mapwire.Tool.LatestValues;
using Mapwire.Tool.Locks;
using Mapwire.Tool.Output;
using Mapwire.Tool.Queues;
using Mapwire.Tool.Topics;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire list</c>.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var trust = Given.Trust();
        var directory = Given.Directory();
        var json = Given.Json();
        var command = new Command("list", "List every map, region, lock, queue, topic and latest value: who takes part, who holds it, who waits.") { trust, directory, json };
        command.SetAction(given =>
        {
            var all = Sight.All(given.GetValue(directory), given.GetValue(trust));
            if (given.GetValue(json))
            {
                Report.Say(asJson: true, string.Empty, [.. all.Select(one => one.ToReport())], types => types.ListReportArray);
                return (int)ExitCode.Done;
            }

            var grid = new Grid("NAME", "KIND", "BYTES", "OWNER", "PARTICIPANTS", "STATE", "HELD BY", "WAITING");
            foreach (var one in all)
            {
                Add(grid, one);
            }

            grid.Show();
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static void Add(Grid grid, Sight one)
    {
        var listing = MapListing.Of(one.Map);
        var size = one.Map.Size.ToString(CultureInfo.InvariantCulture);
        if (one.Region is not { } region)
        {
            grid.Add(one.Map.Name, one.Kind ?? "-", size, one.Map.Owner ?? "-", listing.ProcessesInWords(), listing.StateInWords(), "-", "-");
            return;
        }

        var people = People.Short(region.Participants);
        if (region is { IsOneLock: true, Locks: [var only] })
        {
            grid.Add(region.Name, KindText.Of(only.Kind), size, one.Map.Owner ?? "-", people, only.State, Holders(region, only), Waiters(region, only));
            return;
        }

        if (region.Queue is { } queue)
        {
            grid.Add(region.Name, KindText.Queue, size, one.Map.Owner ?? "-", people, QueueText.State(queue), "-", "-");
            return;
        }

        if (region.Topic is { } topic)
        {
            grid.Add(region.Name, KindText.Topic, size, one.Map.Owner ?? "-", people, TopicText.State(topic), "-", "-");
            return;
        }

        if (region.Latest is { } latest)
        {
            var waiting = People.Short(People.In(region, latest.Waiting));
            grid.Add(region.Name, KindText.Latest, size, one.Map.Owner ?? "-", people, LatestText.State(latest), "-", waiting);
            return;
        }

        grid.Add(region.Name, KindText.Region, size, one.Map.Owner ?? "-", people, listing.StateInWords(), "-", "-");
        foreach (var each in region.Locks.Where(each => each.Name.Length > 0))
        {
            grid.Add($"{each.Name} in {region.Name}", KindText.Of(each.Kind), "-", "-", "-", each.State, Holders(region, each), Waiters(region, each));
        }
    }

    private static string Holders(RegionInfo region, LockInfo one) => People.Short(People.In(region, one.Holders));

    private static string Waiters(RegionInfo region, LockInfo one) => People.Short(People.In(region, one.Waiters));
}
