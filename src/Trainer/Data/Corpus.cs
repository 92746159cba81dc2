using RnnToolkit.Bundle;
using RnnToolkit.Datasets;
using RnnToolkit.Runs;

namespace RnnToolkit.Trainer.Data;

/// <summary>The labelled texts of a run, in memory.</summary>
/// <param name="Labels">Their labels.</param>
/// <param name="Train">Texts to train with, and to validate with where there is no <paramref name="Validation"/>; at least two of each label.</param>
/// <param name="Validation">A separate validation set; null without one.</param>
/// <param name="Test">Texts for the test after training; empty when the data set has none.</param>
/// <param name="Warnings">What was left out, one line each.</param>
sealed record Corpus(
    LabelSet Labels,
    IReadOnlyList<CorpusText> Train,
    IReadOnlyList<CorpusText>? Validation,
    IReadOnlyList<CorpusText> Test,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Everything that was read, also what the labels left out, in the order of training, validation and test set.</summary>
    public IReadOnlyList<SourcePart> Sources { get; init; } = [];

    /// <summary>Reads a data set and, if there are any, a separate validation set and a separate test set.</summary>
    /// <exception cref="DatasetException">A text cannot be read, or the labels cannot be used.</exception>
    public static Corpus Read(CorpusSource source, Action<int> report, CancellationToken cancellationToken)
    {
        var (data, validationData, testData) = (source.Data, source.ValidationData, source.TestData);
        var warnings = new List<string>();
        var texts = ReadAll(data, null, warnings, report, cancellationToken);
        var train = texts.Where(text => text.Part == DatasetPart.Train).ToList();
        DatasetPart? testPart = testData?.Has(DatasetPart.Test) is false ? null : DatasetPart.Test;
        var test = source.WithoutTest
            ? []
            : testData is null
            ? [.. texts.Where(text => text.Part == DatasetPart.Test)]
            : ReadAll(testData, testPart, warnings, report, cancellationToken);
        var validation = validationData is null ? null : ReadAll(validationData, null, warnings, report, cancellationToken);
        var labels = LabelChoice.Of(data.Path, train, source.Labels);
        return new Corpus(
            labels.Labels,
            labels.Train(train),
            validation is null ? null : NotEmpty(validationData!.Path, labels.Unseen(validationData.Path, validation)),
            labels.Unseen((testData ?? data).Path, test),
            [.. warnings, .. labels.Warnings])
        {
            Sources =
            [
                new SourcePart(DatasetPartRecord.TrainPart, data, DatasetPart.Train, train),
                .. validation is null ? Array.Empty<SourcePart>() : [new SourcePart(PredictionFile.ValidationPart, validationData!, null, validation)],
                .. test.Count == 0 ? Array.Empty<SourcePart>() : [new SourcePart(PredictionFile.TestPart, testData ?? data, testPart, test)],
            ],
        };
    }

    /// <summary>How often each label occurs.</summary>
    public IReadOnlyList<LabelCount> LabelCounts()
    {
        var (train, test) = (Train.ToLookup(text => text.Label), Test.ToLookup(text => text.Label));
        return [.. Labels.Names.Select((name, label) => new LabelCount(name, train[label].Count(), test[label].Count()))];
    }

    static IReadOnlyList<CorpusText> NotEmpty(string path, IReadOnlyList<CorpusText> texts) =>
        texts.Count > 0 ? texts : throw new DatasetException(path, null, "no text with a label of the training", "some to validate with");

    /// <summary>Reads the texts of a part, or all, in an order that does not depend on how they are stored.</summary>
    public static List<LabeledText> ReadAll(
        Dataset dataset, DatasetPart? part, List<string> warnings, Action<int> report, CancellationToken cancellationToken)
    {
        var texts = new List<LabeledText>();
        foreach (var text in dataset.Read(part, cancellationToken))
        {
            texts.Add(text);
            report(1);
        }

        warnings.AddRange(dataset.Warnings);
        if (!dataset.IsOrdered)
        {
            // A folder and an archive of it must train alike.
            texts.Sort((left, right) => string.CompareOrdinal(left.Id, right.Id));
        }

        return texts;
    }
}
