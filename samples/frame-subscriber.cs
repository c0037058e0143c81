#:project ../src/Mapwire/Mapwire.csproj
#:property PublishAot=false
// Start it before the publisher or after it; once or several times: each frame goes to every subscriber.
using Mapwire;

using var camera = FrameSubscriber.CreateOrOpen("camera", out _, new FrameOptions { FrameCount = 4, History = 3 });
await foreach (var frame in camera.ReadAllAsync())
{
    using (frame)
    {
        // In place, in the shared memory; no publisher fills it again before it is disposed of.
        var info = frame.Metadata;
        Console.WriteLine($"frame {info.Sequence}: {info.Width} by {info.Height}, begins with {frame.Span[0]}");
    }
}
