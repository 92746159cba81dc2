using RnnToolkit.Datasets;

namespace RnnToolkit.Trainer.Data;

/// <summary>The labelled texts of a run, in memory.</summary>
/// <param name="Train">Texts to train and validate with.</param>
/// <param name="Test">Texts for the test after training; empty when the data set has none.</param>
sealed record Corpus(IReadOnlyList<LabeledText> Train, IReadOnlyList<LabeledText> Test)
{
    /// <summary>Reads a data set and, if there is one, a separate test set.</summary>
    /// <exception cref="DatasetException">A text cannot be read, or a label has too few texts.</exception>
    public static Corpus Read(Dataset dataset, Dataset? testDataset, Action<int> report, CancellationToken cancellationToken)
    {
        var texts = ReadAll(dataset, null, report, cancellationToken);
        var train = texts.Where(text => text.Part == DatasetPart.Train).ToList();
        var test = testDataset is null
            ? [.. texts.Where(text => text.Part == DatasetPart.Test)]
            : ReadAll(testDataset, testDataset.Has(DatasetPart.Test) ? DatasetPart.Test : null, report, cancellationToken);
        foreach (var label in new[] { 0, 1 })
        {
            // Two, so that one can be set aside for validation.
            if (train.Count(text => text.Label == label) is var count and < 2)
            {
                throw new DatasetException(dataset.Path, "training part", $"{count} texts with label {label}", "at least 2 of each label");
            }
        }

        return new Corpus(train, test);
    }

    static List<LabeledText> ReadAll(Dataset dataset, DatasetPart? part, Action<int> report, CancellationToken cancellationToken)
    {
        var texts = new List<LabeledText>();
        foreach (var text in dataset.Read(part, cancellationToken))
        {
            texts.Add(text);
            report(1);
        }

        if (!dataset.IsOrdered)
        {
            // A folder and an archive of it must train alike.
            texts.Sort((left, right) => string.CompareOrdinal(left.Id, right.Id));
        }

        return texts;
    }
}
