using RnnToolkit.Datasets;
using RnnToolkit.Trainer.Configuration;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Training;

/// <summary>What <c>trainer run</c> was asked to do.</summary>
sealed record TrainingJob
{
    public required TrainerConfig Config { get; init; }

    public required IReadOnlyList<ModelKind> Models { get; init; }

    public required Dataset Data { get; init; }

    /// <summary>A test set of its own; null takes the test part of <see cref="Data"/>.</summary>
    public Dataset? TestData { get; init; }

    public required string Output { get; init; }

    /// <summary>Go on with a run that was stopped.</summary>
    public bool Resume { get; init; }

    /// <summary>Replace a run that is there.</summary>
    public bool Overwrite { get; init; }

    public required Device Device { get; init; }
}
