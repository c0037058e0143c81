namespace Mapwire.Tool.Output;

/// <summary>One thing that was looked at: <c>ok</c>, a <c>note</c>, a <c>problem</c>, or <c>fixed</c>.</summary>
internal sealed record DoctorFinding(string Check, string State, string Detail, string? Advice)
{
    public const string IsOk = "ok";
    public const string IsNote = "note";
    public const string IsProblem = "problem";
    public const string IsFixed = "fixed";

    public static DoctorFinding Ok(string check, string detail) => new(check, IsOk, detail, null);

    public static DoctorFinding Note(string check, string detail, string advice) => new(check, IsNote, detail, advice);

    public static DoctorFinding Problem(string check, string detail, string advice) => new(check, IsProblem, detail, advice);

    public static DoctorFinding Fixed(string check, string detail) => new(check, IsFixed, detail, null);
}
