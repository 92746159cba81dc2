namespace RnnToolkit.DataCheck;

/// <summary>What a check found. The same data and options give the same report.</summary>
public sealed record DataReport
{
    /// <summary>The version of the JSON form.</summary>
    public const int CurrentFormatVersion = 1;

    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>The fingerprint of the preprocessing, as in a bundle.</summary>
    public required string PreprocessingSha256 { get; init; }

    /// <summary>Tokens that a model reads of a text.</summary>
    public required int SequenceLength { get; init; }

    public required IReadOnlyList<PartSummary> Parts { get; init; }

    public required VocabularySummary Vocabulary { get; init; }

    /// <summary>Errors first, then warnings, then notes.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }
}

/// <summary>One part in numbers.</summary>
public sealed record PartSummary
{
    public required string Part { get; init; }

    public required string Path { get; init; }

    public required int Texts { get; init; }

    /// <summary>Texts of each label, in ordinal order of the names.</summary>
    public required IReadOnlyList<LabelTexts> Labels { get; init; }

    /// <summary>UTF-16 code units a text.</summary>
    public required Quantiles Characters { get; init; }

    /// <summary>Tokens a text after the preprocessing, before truncation.</summary>
    public required Quantiles Tokens { get; init; }

    /// <summary>Tokens of all texts after the preprocessing, before truncation.</summary>
    public required long TokenCount { get; init; }

    /// <summary>Texts with more tokens than the model reads.</summary>
    public required long TruncatedTexts { get; init; }

    /// <summary>Tokens that the model does not read, because their texts are too long.</summary>
    public required long TruncatedTokens { get; init; }

    /// <summary>Tokens that the model reads and that the vocabulary lacks.</summary>
    public required long UnknownTokens { get; init; }

    /// <summary>Texts by the script of most of their letters, most frequent first.</summary>
    public required IReadOnlyList<ScriptTexts> Scripts { get; init; }
}

/// <summary>How many texts have a label.</summary>
public sealed record LabelTexts(string Label, int Texts);

/// <summary>How many texts have most of their letters in a script.</summary>
public sealed record ScriptTexts(string Script, int Texts);

/// <summary>The tokens of the training texts.</summary>
/// <param name="DistinctTokens">Different tokens.</param>
/// <param name="OccurOnce">Those that occur once.</param>
/// <param name="Size">Tokens in the vocabulary, after minTokenCount and maxVocabulary.</param>
public sealed record VocabularySummary(int DistinctTokens, int OccurOnce, int Size);
