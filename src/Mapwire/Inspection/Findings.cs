namespace Mapwire;

/// <summary>What was found wrong in a region, in words.</summary>
internal sealed class Findings
{
    private const int Most = 100;
    private const int Looks = 8;
    private readonly List<string> _found = [];

    public IReadOnlyList<string> Found => _found;

    public bool IsFull => _found.Count > Most;

    /// <summary>Looks, and looks again before it believes what it sees: others work in the region meanwhile.</summary>
    /// <param name="look">Says what is wrong, or null.</param>
    public void Check(Func<string?> look)
    {
        if (IsFull || look() is null)
        {
            return;
        }

        var wait = default(SpinWait);
        var wrong = string.Empty;
        for (var i = 0; i < Looks; i++)
        {
            wait.SpinOnce(sleep1Threshold: -1);
            if (look() is not { } still)
            {
                return;
            }

            wrong = still;
        }

        Add(wrong);
    }

    public void Add(string wrong)
    {
        if (_found.Count < Most)
        {
            _found.Add(wrong);
        }
        else if (_found.Count == Most)
        {
            _found.Add("There is more.");
        }
    }
}
