using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;

namespace Mapwire.Benchmarks.Micro;

/// <summary>Writing a latest value of 64 bytes while nobody sleeps, and reading it: one that has not changed, and one that has.</summary>
public class LatestBenchmarks
{
    private readonly byte[] _bytes = new byte[64];
    private LatestWriter<Value64> _writer = null!;
    private LatestReader<Value64> _reader = null!;
    private LatestWriter _byteWriter = null!;
    private LatestReader _byteReader = null!;

    [GlobalSetup]
    public void Open()
    {
        _writer = LatestWriter<Value64>.Create(UniqueName.Local());
        _reader = LatestReader<Value64>.Open(_writer.Name);
        _byteWriter = LatestWriter.Create(UniqueName.Local());
        _byteReader = LatestReader.Open(_byteWriter.Name);
        _writer.Write(default);
        _byteWriter.Write(_bytes);
    }

    [GlobalCleanup]
    public void Close()
    {
        _reader.Dispose();
        _writer.Dispose();
        _byteReader.Dispose();
        _byteWriter.Dispose();
    }

    [Benchmark(Baseline = true, Description = "TryRead, unchanged")]
    public bool ReadSame() => _reader.TryRead(out _);

    [Benchmark(Description = "Write")]
    public void Write() => _writer.Write(default);

    [Benchmark(Description = "Write, TryRead")]
    public bool WriteAndRead()
    {
        _writer.Write(default);
        return _reader.TryRead(out _);
    }

    [Benchmark(Description = "Write, TryRead, of bytes")]
    public int WriteAndReadBytes()
    {
        _byteWriter.Write(_bytes);
        return _byteReader.TryRead(out var value) ? value.Length : 0;
    }

    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct Value64
    {
        public long First;
    }
}
