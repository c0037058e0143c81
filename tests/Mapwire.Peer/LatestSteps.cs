namespace Mapwire.Peer;

/// <summary>Takes single steps of a writer of latest values, to be killed or stopped after them.</summary>
internal sealed class LatestSteps : IDisposable
{
    private readonly LatestHandle _handle;
    private readonly LatestWriterEnd _end;

    public LatestSteps(string name)
    {
        _handle = LatestHandle.TryOpen(name, new LatestOptions(), null) ?? throw new FileNotFoundException(name);
        _end = new LatestWriterEnd(_handle);
    }

    public string Take(string step, int first, int second)
    {
        var core = _handle.Core;
        switch (step)
        {
            case "begin":
                _end.Begin();
                break;
            case "half":
                QueueNumber.Bytes(first, second).AsSpan(0, second / 2).CopyTo(_end.ClaimedBytes(second));
                break;
            case "fill":
                QueueNumber.Fill(_end.ClaimedBytes(second), first);
                break;
            case "finish":
                _end.Finish(first);
                break;
            case "show":
                _end.Show();
                break;
            case "tell":
                _end.Tell();
                break;
            case "ring-without-waking":
                return Bell.TryRing(ref core.Region.Int(core.Memory.BellOf(first)), out var mustWake) && mustWake ? "rung" : "awake";
            case "free-writer":
                _ = Interlocked.Exchange(ref core.Region.View.At<LatestLayout>(core.Region.Header.BodyOffset).Writer, LatestWriterWord.Freed(core.Writer));
                break;
            default:
                throw new ArgumentException(step);
        }

        return step;
    }

    public void Dispose() => _end.Dispose();
}
