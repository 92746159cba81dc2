namespace RnnToolkit.Exporter.Verification;

/// <summary>The logits that texts must get.</summary>
sealed record ExpectedScores
{
    /// <summary>The file that they come from, which errors name.</summary>
    public required string Path { get; init; }

    /// <summary>Who made them, in words.</summary>
    public required string Origin { get; init; }

    /// <summary>The logits [K] of each text.</summary>
    public required IReadOnlyList<float[]> Logits { get; init; }

    /// <summary>The names of the labels, for errors.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>What a text is: "line", "id", ...</summary>
    public required string Kind { get; init; }

    /// <summary>Its id or number among these, by its index.</summary>
    public required Func<int, string> IdOf { get; init; }

    /// <summary>The token ids of a text, padding included, by its index.</summary>
    public required Func<int, long[]> Ids { get; init; }

    /// <summary>The ids of a text's n-grams, by its index; none without a wide channel.</summary>
    public required Func<int, int[]> NGramIds { get; init; }

    /// <summary>How errors call a text, by its index.</summary>
    public string NameOf(int index) => $"{Kind} {IdOf(index)}";
}
