using System.Text.Json.Serialization;

namespace RnnToolkit.Runs;

/// <summary>Which texts a run read, how, and how it split them.</summary>
public sealed record DatasetRecord
{
    /// <summary>Training, validation and test set.</summary>
    public required IReadOnlyList<DatasetPartRecord> Parts { get; init; }

    /// <summary>How the training texts were split; null with a separate validation set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SplitRecord? Split { get; init; }

    /// <summary>How the files were read, where that differs from the defaults.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DatasetOptionsRecord? Options { get; init; }
}

/// <summary>One part of the data.</summary>
public sealed record DatasetPartRecord
{
    /// <summary>The texts to learn from; <see cref="PredictionFile"/> names the other parts.</summary>
    public const string TrainPart = "train";

    /// <summary><c>train</c>, <c>validation</c> or <c>test</c>.</summary>
    public required string Part { get; init; }

    /// <summary>The data set as it was named; null for the bundled sample, and for validation texts that were set aside from the training texts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Path { get; init; }

    /// <summary>The file in the folder <see cref="Path"/> that holds this part; null when the path is that file, or when there are many.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? File { get; init; }

    /// <summary>Length of the file, or of all files of a folder; null where <see cref="Path"/> is for validation texts that were set aside.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Bytes { get; init; }

    /// <summary>SHA-256 of the file; of a folder, of the list of its files as <c>sha256sum</c> prints it, sorted by name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sha256 { get; init; }

    /// <summary>Texts.</summary>
    public required int Texts { get; init; }

    /// <summary>How many of them have each label, in the order of the model's outputs.</summary>
    public required IReadOnlyList<PartLabelCount> Labels { get; init; }
}

/// <summary>How often a label occurs in one part.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Count">Texts that have it.</param>
public sealed record PartLabelCount(string Label, int Count);

/// <summary>How training texts were set aside for validation.</summary>
/// <param name="ValidationIds">SHA-256 over the ids of the validation texts, in the order of the data, with LF after each.</param>
/// <param name="Share">The share of each label; null in a fold of a cross-validation.</param>
public sealed record SplitRecord(string ValidationIds, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Share = null);

/// <summary>How the files were read: options whose defaults do not apply.</summary>
public sealed record DatasetOptionsRecord
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TextColumn { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LabelColumn { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IdColumn { get; init; }

    /// <summary>What a quote means: <c>rfc4180</c> or <c>none</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Quoting { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Delimiter { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? HasHeader { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Encoding { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MaxErrorRate { get; init; }

    /// <summary>The labels that were asked for, in order.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Labels with fewer training texts were left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? DropRareLabels { get; init; }

    /// <summary>Whether texts were left out whose label no training text has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? DropUnseenLabels { get; init; }

    /// <summary>Whether nothing is set.</summary>
    [JsonIgnore]
    public bool IsEmpty => this == new DatasetOptionsRecord();
}
