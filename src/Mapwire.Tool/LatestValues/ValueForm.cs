namespace Mapwire.Tool.LatestValues;

/// <summary>How values look on standard output.</summary>
internal enum ValueForm
{
    Lines,
    Raw,
    Json,
}
