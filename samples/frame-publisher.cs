#:project ../src/Mapwire/Mapwire.csproj
#:property PublishAot=false
using Mapwire;

const int Width = 1920, Height = 1080, Stride = Width * 4;
using var camera = FramePublisher.CreateOrOpen("camera", out _, new FrameOptions { FrameBytes = Stride * Height, FrameCount = 4 });
for (var number = 1; number <= 3; number++)
{
    using var lease = camera.Lease();
    lease.Span.Fill((byte)number);
    lease.Publish(new FrameInfo { Sequence = number, Time = DateTime.UtcNow, Width = Width, Height = Height, Stride = Stride, Format = PixelFormat.Bgra32 });
}

camera.Complete();
Console.WriteLine("Published. Enter lets go of the frames.");
_ = Console.ReadLine();
