using RnnToolkit.Bundle;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Training;

/// <summary>What <c>trainer run</c> is to do.</summary>
sealed record TrainingJob
{
    public required TrainerConfig Config { get; init; }

    public required IReadOnlyList<ModelKind> Models { get; init; }

    public required CorpusSource Source { get; init; }

    /// <summary>The model to train further; null to start with new weights.</summary>
    public StartingPoint? From { get; init; }

    public required string Output { get; init; }

    /// <summary>Whether to resume the run in <see cref="Output"/>.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether to replace the run in <see cref="Output"/>.</summary>
    public bool Overwrite { get; init; }

    public required Device Device { get; init; }

    /// <summary>Whether curves, weights and settings are recorded for TensorBoard, too.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>The part of a cross-validation; null to validate as the configuration and the source say.</summary>
    public Fold? Fold { get; init; }

    /// <summary>The arguments of the program, for the record of the run; null when they do not say what is trained.</summary>
    public IReadOnlyList<string>? CommandLine { get; init; }

    /// <summary>What this job shares with others over the same source.</summary>
    public DataCache Cache { get; init; } = new();

    /// <summary>Whether the training of a model stops after these epochs, although more are left; asked before each epoch.</summary>
    public Func<IReadOnlyList<EpochMetrics>, bool> StopsAfter { get; init; } = _ => false;
}
