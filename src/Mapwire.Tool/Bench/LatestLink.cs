using System.Runtime.CompilerServices;

namespace Mapwire.Tool.Bench;

/// <summary>The newest of values, or there in one and back in another.</summary>
internal struct LatestLink(LatestWriter? writer, LatestReader? reader) : ILink
{
    private long _version;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Send(ReadOnlySpan<byte> message) => writer!.Write(message);

    /// <summary>Waits for a value that is newer than the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Receive(Span<byte> room)
    {
        while (true)
        {
            if (reader!.TryRead(out var value, out var stamp) && stamp.Version != _version)
            {
                if (stamp.Version < _version)
                {
                    throw new InvalidDataException($"Value {stamp.Version} was read after value {_version}, which is newer.");
                }

                _version = stamp.Version;
                return value;
            }

            _ = reader.WaitForChange(Timeout.InfiniteTimeSpan);
        }
    }

    public readonly void Settle()
    {
        // Nobody waits for what was written before the newest.
    }

    public readonly void Dispose()
    {
        writer?.Dispose();
        reader?.Dispose();
    }
}
