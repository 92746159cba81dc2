using RnnToolkit.Preprocess;

namespace RnnToolkit.DataCheck;

/// <summary>What a data set is checked against.</summary>
public sealed record CheckOptions
{
    /// <summary>The preprocessing that a training would use.</summary>
    public required PreprocessConfig Preprocessing { get; init; }

    /// <summary>The most tokens of the vocabulary; null for no limit.</summary>
    public int? MaxVocabulary { get; init; }

    /// <summary>How often a token must occur in the training texts to be in the vocabulary.</summary>
    public int MinTokenCount { get; init; } = 1;

    /// <summary>The most examples that a finding carries. 0 leaves them out, and with them all text of the data.</summary>
    public int MaxExamples { get; init; } = 3;
}
