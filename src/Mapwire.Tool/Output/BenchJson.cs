using System.Text.Json.Serialization;
using Mapwire.Tool.Bench;

namespace Mapwire.Tool.Output;

/// <summary>How the figures look as JSON, and how the processes of a run talk.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = false)]
[JsonSerializable(typeof(SidePlan))]
[JsonSerializable(typeof(SideReport))]
[JsonSerializable(typeof(BenchLatencyReport))]
[JsonSerializable(typeof(BenchThroughputReport))]
[JsonSerializable(typeof(BenchCompareReport))]
internal sealed partial class BenchJson : JsonSerializerContext;
