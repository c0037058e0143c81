using System.Diagnostics;
using System.Globalization;
using System.Text;
using Mapwire.Tool.Output;
using Mapwire.Tool.Queues;
using Mapwire.Tool.Topics;

namespace Mapwire.Tool.Images;

/// <summary>Watches a stream of images: checks each where it lies, and saves it where that is asked for.</summary>
internal sealed class ImageWatcher(FrameSubscriber<ImageFrameInfo> subscriber, MessageOutput output, ReceiveRules rules, ImageFiles? files)
    : MessageReceiver(output, rules)
{
    private static readonly TimeSpan _tellEach = TimeSpan.FromSeconds(1);
    private readonly long _before = subscriber.Counts.Published;
    private readonly WatchedImages _watched = new();
    private readonly bool _tells = !Console.IsErrorRedirected;
    private long _toldAt = Stopwatch.GetTimestamp();

    protected override string Name => subscriber.Name;

    protected override string Error => subscriber.Error;

    protected override string What => "image";

    /// <summary>Says that it watches from now on.</summary>
    public ValueTask BeginAsync()
    {
        if (Output.IsJson)
        {
            Output.Add(new ImageStreamReport("watching", Name, subscriber.FrameBytes, subscriber.FrameCount), ToolJson.Default.ImageStreamReport);
        }
        else
        {
            Add($"watching {Name}, which has room for {Units.Frames(subscriber.FrameCount)} of {Units.Bytes(subscriber.FrameBytes)}");
        }

        return Output.FlushAsync();
    }

    /// <summary>Says what was watched in all.</summary>
    public async ValueTask EndAsync()
    {
        if (subscriber.Lost > _watched.Lost)
        {
            await Console.Error.WriteLineAsync($"lost {subscriber.Lost - _watched.Lost} more at the end");
            _watched.Lost = subscriber.Lost;
        }

        if (Output.IsJson)
        {
            Output.Add(_watched.Report(Name), ToolJson.Default.ImageWatchedReport);
        }
        else
        {
            Add($"watched {_watched.InWords(Name)}");
        }

        await (Interruption.Token.IsCancellationRequested ? Output.FlushAtEndAsync() : Output.FlushAsync());
    }

    protected override async ValueTask<bool> TryTakeAsync()
    {
        if (!TryTake())
        {
            return false;
        }

        if (_tells && Stopwatch.GetElapsedTime(_toldAt) >= _tellEach)
        {
            _toldAt = Stopwatch.GetTimestamp();
            await Console.Error.WriteLineAsync(Printable.Line(_watched.InWords(Name)));
        }

        if (Output.IsFull)
        {
            await Output.FlushAsync();
        }

        return true;
    }

    protected override ValueTask<bool> WaitAsync(CancellationToken cancellation) => subscriber.WaitToReadAsync(cancellation);

    protected override bool AreWritersGone()
    {
        var (isThere, published) = PublisherLook.At(Name, Look);
        HasBegun |= isThere == true;

        // What was published before that is there to be read by now.
        return isThere == false && (HasBegun || published != _before) && !subscriber.WaitToRead(TimeSpan.Zero);
    }

    private bool TryTake()
    {
        try
        {
            if (!subscriber.TryRead(out var frame))
            {
                return false;
            }

            using (frame)
            {
                Take(frame);
            }

            return true;
        }
        catch (SubscriberDisconnectedException failure)
        {
            Tell(failure.Loss);
            throw;
        }
    }

    private void Take(Frame<ImageFrameInfo> frame)
    {
        var told = frame.Metadata;
        var age = DateTime.UtcNow - told.Picture.Time;

        // A clock may have been set back meanwhile.
        age = age > TimeSpan.Zero ? age : TimeSpan.Zero;
        if (frame.Loss is { } loss)
        {
            Tell(loss);
        }

        var what = $"Frame {frame.Sequence} of {Name}{Of(frame.Publisher)}";
        var shape = ImageShape.Checked(told.Picture, frame.Length, what);
        var checksum = Checksum.Of(frame.Span);
        if (checksum != told.Checksum)
        {
            throw new InvalidDataException($"{what} is damaged: its checksum is 0x{told.Checksum:x8}, and that of its pixels 0x{checksum:x8}. Whoever publishes it wrote over it, or wrote it wrong.");
        }

        var file = files?.Save(frame.Publisher, frame.Sequence, shape, frame.Span);
        _watched.Add(shape, age);
        if (Output.IsJson)
        {
            Output.Add(Report(frame, shape, age, file), ToolJson.Default.ImageFrameReport);
        }
    }

    private static ImageFrameReport Report(Frame<ImageFrameInfo> frame, ImageShape shape, TimeSpan age, string? file) => new(
        "frame",
        frame.Publisher,
        frame.Sequence,
        frame.Metadata.Picture.Sequence,
        frame.Metadata.Picture.Time,
        Math.Round(age.TotalSeconds, 7),
        shape.Width,
        shape.Height,
        (int)shape.Stride,
        ImageShape.NameOf(shape.Format),
        frame.Length,
        frame.Metadata.Checksum.ToString("x8", CultureInfo.InvariantCulture),
        file,
        frame.Loss is { } loss ? new LossReport(loss.First, loss.Last) : null);

    private void Tell(TopicLoss loss)
    {
        Console.Error.WriteLine($"lost {loss.First}..{loss.Last}{Of(loss.Publisher)}");
        _watched.Lost += loss.Count;
    }

    // The publisher is told where it is not the first, which most often is the only one.
    private static string Of(int publisher) => publisher > 0 ? $" of publisher {publisher}" : string.Empty;

    private void Add(string line) => Output.Add(Encoding.UTF8.GetBytes(line), []);
}
