namespace RnnToolkit.Search;

/// <summary>How a trial ended.</summary>
public enum TrialStatus
{
    /// <summary>It was trained to its end.</summary>
    Completed,

    /// <summary>It was stopped early, because others had done better by then.</summary>
    Pruned,

    /// <summary>It has no result: it diverged, or its values do not go together.</summary>
    Failed,
}

/// <summary>What a search learns from a finished trial.</summary>
/// <param name="Point">The values.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Loss">What the search makes small; anything for a failed trial.</param>
public sealed record SearchResult(SearchPoint Point, TrialStatus Status, double Loss);
