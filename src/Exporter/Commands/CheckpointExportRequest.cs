using RnnToolkit.Graphs;
using RnnToolkit.Inference;

namespace RnnToolkit.Exporter.Commands;

/// <summary>What to export of a training run, and how to prove it.</summary>
sealed record CheckpointExportRequest
{
    /// <summary>The directory of the run; null for the newest.</summary>
    public required string? Run { get; init; }

    /// <summary><c>all</c>, or names with commas between them.</summary>
    public required string Models { get; init; }

    /// <summary>The directory that gets the bundles.</summary>
    public required string Output { get; init; }

    /// <summary>The forms to write, a bundle each.</summary>
    public required IReadOnlyList<GraphFormat> Formats { get; init; }

    /// <summary>The test set to compare on; null for the probes alone.</summary>
    public required string? TestData { get; init; }

    /// <summary>How far a probability of the test set may be from the trainer's; null for what the precision explains.</summary>
    public required double? Tolerance { get; init; }

    /// <summary>What scores the test set.</summary>
    public required ExecutionProvider Provider { get; init; }

    /// <summary>The column of its texts.</summary>
    public required string TextColumn { get; init; }

    /// <summary>The column of its labels.</summary>
    public required string LabelColumn { get; init; }
}
