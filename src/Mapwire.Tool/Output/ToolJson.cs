using System.Text.Json.Serialization;
using Mapwire.Tool.Demo;

namespace Mapwire.Tool.Output;

/// <summary>How the reports look as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = false)]
[JsonSerializable(typeof(MapReport))]
[JsonSerializable(typeof(DeleteReport))]
[JsonSerializable(typeof(MapListing[]))]
[JsonSerializable(typeof(ReadReport), GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(WriteReport))]
[JsonSerializable(typeof(ImageReport))]
[JsonSerializable(typeof(ImageStreamReport))]
[JsonSerializable(typeof(ImageStreamedReport))]
[JsonSerializable(typeof(ImageFrameReport))]
[JsonSerializable(typeof(ImageWatchedReport))]
[JsonSerializable(typeof(CopyReport))]
[JsonSerializable(typeof(EventReport))]
[JsonSerializable(typeof(SendReport))]
[JsonSerializable(typeof(MessageReport), GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(PublishReport))]
[JsonSerializable(typeof(TopicMessageReport), GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(LatestValueReport), GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(LatestSetReport))]
[JsonSerializable(typeof(ListReport[]))]
[JsonSerializable(typeof(InspectReport))]
[JsonSerializable(typeof(VerifyReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(DemoReport))]
[JsonSerializable(typeof(RoundTripReport))]
internal sealed partial class ToolJson : JsonSerializerContext;
