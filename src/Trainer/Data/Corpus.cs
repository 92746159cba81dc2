using RnnToolkit.Bundle;
using RnnToolkit.Datasets;

namespace RnnToolkit.Trainer.Data;

/// <summary>The labelled texts of a run, in memory.</summary>
/// <param name="Labels">Their labels.</param>
/// <param name="Train">Texts to train and validate with; at least two of each label.</param>
/// <param name="Test">Texts for the test after training; empty when the data set has none.</param>
/// <param name="Warnings">What was left out, one line each.</param>
sealed record Corpus(LabelSet Labels, IReadOnlyList<CorpusText> Train, IReadOnlyList<CorpusText> Test, IReadOnlyList<string> Warnings)
{
    /// <summary>Reads a data set and, if there is one, a separate test set.</summary>
    /// <exception cref="DatasetException">A text cannot be read, or the labels cannot be used.</exception>
    public static Corpus Read(CorpusSource source, Action<int> report, CancellationToken cancellationToken)
    {
        var (data, testData) = (source.Data, source.TestData);
        var texts = ReadAll(data, null, report, cancellationToken);
        var train = texts.Where(text => text.Part == DatasetPart.Train).ToList();
        var test = testData is null
            ? [.. texts.Where(text => text.Part == DatasetPart.Test)]
            : ReadAll(testData, testData.Has(DatasetPart.Test) ? DatasetPart.Test : null, report, cancellationToken);
        var labels = LabelChoice.Of(data.Path, train, source.Labels);
        var trainTexts = labels.Train(train);
        return new Corpus(labels.Labels, trainTexts, labels.Unseen((testData ?? data).Path, test), labels.Warnings);
    }

    /// <summary>How often each label occurs; null for those of <see cref="LabelSet.Sentiment"/>.</summary>
    public IReadOnlyList<LabelCount>? LabelCounts()
    {
        if (Labels.Names.SequenceEqual(LabelSet.Sentiment.Names))
        {
            return null;
        }

        var (train, test) = (Train.ToLookup(text => text.Label), Test.ToLookup(text => text.Label));
        return [.. Labels.Names.Select((name, label) => new LabelCount(name, train[label].Count(), test[label].Count()))];
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
