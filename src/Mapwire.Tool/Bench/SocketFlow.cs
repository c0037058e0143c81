using System.Net.Sockets;

namespace Mapwire.Tool.Bench;

/// <summary>A connected socket. One that does not block is asked again and again, and keeps its processor.</summary>
internal readonly struct SocketFlow(Socket socket) : IByteFlow
{
    public int Read(Span<byte> bytes)
    {
        var spinner = default(Spinner);
        while (true)
        {
            var read = socket.Receive(bytes, SocketFlags.None, out var error);
            if (error == SocketError.Success)
            {
                return read;
            }

            Again(error);
            spinner.Once();
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        var spinner = default(Spinner);
        while (!bytes.IsEmpty)
        {
            var written = socket.Send(bytes, SocketFlags.None, out var error);
            if (error == SocketError.Success)
            {
                bytes = bytes[written..];
                continue;
            }

            Again(error);
            spinner.Once();
        }
    }

    public void Dispose() => socket.Dispose();

    private static void Again(SocketError error)
    {
        if (error is not (SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable or SocketError.Interrupted))
        {
            throw new SocketException((int)error);
        }
    }
}
