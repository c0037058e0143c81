namespace Mapwire.Peer.Noise;

/// <summary>Latest values and those who use them.</summary>
internal sealed class LatestNoise : NoiseUsers<LatestWriter, LatestReader>
{
    private readonly LatestOptions _options;

    public LatestNoise(NoiseRound round)
        : base(round)
    {
        _options = new LatestOptions { Capacity = 1 + Random.Next(1000), MaxParticipants = Participants, Waiting = (WaitStrategy)Random.Next(3) };
        Begin(LatestWriter.Create(Name, _options));
        AddReader();
        var buffers = Body + LatestLayout.LatestSize + (Participants * LatestCellLayout.CellSize);
        Parts =
        [
            new("header", 0, Body),
            new("region", 0, View.Length),
            new("buffers", buffers, View.Length, Weight: 2),
            new("cells", Body, buffers),
            new("first buffer", buffers, buffers + LatestBufferLayout.BufferSize),
            new("latest values", Body, Body + LatestLayout.LatestSize, Weight: 2),
        ];
        Often = [Write, Look, Look, Claim];
        Seldom = [WaitForChange, Await, OpenOrClose, Rewrite];
    }

    // Where it was written over none may be left.
    private LatestWriter? OnlyWriter => Writers.FirstOrDefault();

    protected override LatestWriter OpenWriter() => LatestWriter.Open(Name, _options);

    protected override LatestReader OpenReader() => LatestReader.Open(Name, _options);

    private void Write() => OnlyWriter?.Write(new byte[Random.Next(OnlyWriter.Capacity + 1)]);

    private void Look()
    {
        if (Reader.TryRead(out var value, out var stamp))
        {
            if (value.Length > Reader.Capacity || stamp.Version < 1 || stamp.Age < TimeSpan.Zero || stamp.Skipped < 0)
            {
                throw new InvalidDataException($"A value of {value.Length} bytes, version {stamp.Version}, skipped {stamp.Skipped}.");
            }

            _ = value.IndexOf((byte)0xA5);
        }
    }

    private void Claim()
    {
        if (OnlyWriter is { } writer)
        {
            using var claim = writer.Claim(Random.Next(writer.Capacity + 1));
            claim.Bytes.Fill(0x5A);
            if (Random.Next(3) > 0)
            {
                claim.Publish(Random.Next(claim.Length + 1));
            }
        }
    }

    private void WaitForChange() => _ = Reader.WaitForChange(Short);

    private void Await() => Round.Cancel(token => Reader.WaitForChangeAsync(token).AsTask());

    private void OpenOrClose()
    {
        if (Random.Next(2) == 0)
        {
            AddReader();
        }
        else if (Readers.Count > 1)
        {
            RemoveFirst(Readers);
        }
    }

    // Another writer, or the same place again.
    private void Rewrite()
    {
        Writers.ForEach(writer => writer.Dispose());
        Writers.Clear();
        _ = Reader.IsWriterGone;
        AddWriter();
    }
}
