using System.Text.Json.Serialization;
using RnnToolkit.Bundle;

namespace RnnToolkit.Scorer.Pipeline;

/// <summary>Counts over some rows. Immutable.</summary>
sealed record ScoreTally
{
    /// <summary>Rows by <see cref="RowStatus"/>.</summary>
    [JsonRequired]
    public IReadOnlyList<long> Statuses { get; init; } = new long[RowStatuses.Count];

    /// <summary>Bytes of all rows, uncompressed.</summary>
    [JsonRequired]
    public long Bytes { get; init; }

    /// <summary>Bytes of the rows that could not be scored: a quote that is never closed makes one bad row of many megabytes.</summary>
    [JsonRequired]
    public long BadBytes { get; init; }

    /// <summary>Rows with a label that were decided.</summary>
    [JsonRequired]
    public ClassificationCounts Classified { get; init; } = new();

    /// <summary>Rows that were left undecided.</summary>
    [JsonRequired]
    public long Abstained { get; init; }

    /// <summary>Those of them that have a label.</summary>
    [JsonRequired]
    public long LabelledAbstained { get; init; }

    [JsonIgnore]
    public long Rows => Statuses.Sum();

    /// <summary>Rows that could not be scored.</summary>
    [JsonIgnore]
    public long BadRows => Statuses[(int)RowStatus.BadUtf8] + Statuses[(int)RowStatus.BadRow];

    [JsonIgnore]
    public long Labelled => Classified.Count + LabelledAbstained;

    public static ScoreTally operator +(ScoreTally left, ScoreTally right) => new()
    {
        Statuses = [.. left.Statuses.Zip(right.Statuses, (first, second) => first + second)],
        Bytes = left.Bytes + right.Bytes,
        BadBytes = left.BadBytes + right.BadBytes,
        Classified = left.Classified + right.Classified,
        Abstained = left.Abstained + right.Abstained,
        LabelledAbstained = left.LabelledAbstained + right.LabelledAbstained,
    };
}
