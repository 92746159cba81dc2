using RnnToolkit.Datasets;

namespace RnnToolkit.Trainer.Data;

/// <summary>Where the texts of a run come from.</summary>
sealed record CorpusSource
{
    public required Dataset Data { get; init; }

    /// <summary>A separate validation set; null sets a share of the training texts aside.</summary>
    public Dataset? ValidationData { get; init; }

    /// <summary>A separate test set; null for the test part of <see cref="Data"/>.</summary>
    public Dataset? TestData { get; init; }

    /// <summary>Whether there is no test: nothing may be chosen by a test set, so whatever compares runs leaves it out.</summary>
    public bool WithoutTest { get; init; }

    /// <summary>Whether <see cref="Data"/> is the bundled sample, which has no path that somebody named.</summary>
    public bool IsSample { get; init; }

    /// <summary>How the files were opened.</summary>
    public DatasetOptions Table { get; init; } = new();

    public LabelOptions Labels { get; init; } = new();
}
