using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>A message that tells of a frame.</summary>
/// <typeparam name="TMeta">What is told of it.</typeparam>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct FrameMessage<TMeta>
    where TMeta : unmanaged
{
    public FrameRecordLayout Record;
    public TMeta Meta;
}
