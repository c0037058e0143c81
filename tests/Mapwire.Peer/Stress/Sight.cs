using System.Globalization;
using System.Text;

namespace Mapwire.Peer.Stress;

/// <summary>Who has what, for people who look for a fault.</summary>
internal static class Sight
{
    public static string Of(string name)
    {
        StringBuilder text = new();
        foreach (var region in (string[])[name + "-region", name + "-mutex"])
        {
            try
            {
                var info = RegionInspector.Inspect(region)!;
                foreach (var one in info.Participants)
                {
                    _ = text.AppendLine(CultureInfo.InvariantCulture, $"slot {one.Slot}: process {one.ProcessId}, {(one.IsAlive ? "alive" : "dead")}");
                }

                foreach (var one in info.Locks.Where(one => one.Kind != LockKind.Once || one.Holders.Count > 0 || one.Waiters.Count > 0))
                {
                    _ = text.AppendLine(
                        CultureInfo.InvariantCulture,
                        $"{one.Kind} '{one.Name}': {one.State}; held by {string.Join(' ', one.Holders)}; waited for by {string.Join(' ', one.Waiters)}");
                }
            }
            catch (IOException failure)
            {
                _ = text.AppendLine(failure.Message);
            }
        }

        return text.ToString();
    }
}
