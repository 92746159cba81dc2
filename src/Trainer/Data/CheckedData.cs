using RnnToolkit.Bundle;
using RnnToolkit.DataCheck;
using RnnToolkit.Datasets;

namespace RnnToolkit.Trainer.Data;

/// <summary>Reads the parts of a data set for a check. What training refuses is read, too: the check reports it.</summary>
static class CheckedData
{
    /// <summary>Reads all parts.</summary>
    /// <param name="source">The data, opened so that bad rows are left out.</param>
    /// <param name="report">Is called with the number of texts that are newly read.</param>
    /// <param name="cancellationToken">Checked at every text.</param>
    /// <exception cref="DatasetException">A file as a whole cannot be read.</exception>
    public static IReadOnlyList<CheckedPart> Read(CorpusSource source, Action<int> report, CancellationToken cancellationToken)
    {
        var (data, validation, test) = (source.Data, source.ValidationData, source.TestData);
        var parts = new List<(PartKind Kind, string Path, List<LabeledText> Texts, List<string> BadRows)>();
        if (data.IsOrdered)
        {
            foreach (var part in Enum.GetValues<DatasetPart>().Where(data.Has))
            {
                if (part == DatasetPart.Train || test is null)
                {
                    Add(part == DatasetPart.Train ? PartKind.Train : PartKind.Test, data, part);
                }
            }
        }
        else
        {
            // An archive is read once, and has no rows.
            var texts = Corpus.ReadAll(data, null, [], report, cancellationToken);
            foreach (var part in Enum.GetValues<DatasetPart>().Where(part => part == DatasetPart.Train || test is null))
            {
                var ofPart = texts.Where(text => text.Part == part).ToList();
                if (ofPart.Count > 0)
                {
                    parts.Add((part == DatasetPart.Train ? PartKind.Train : PartKind.Test, data.Path, ofPart, []));
                }
            }
        }

        if (validation is not null)
        {
            Add(PartKind.Validation, validation, null);
        }

        if (test is not null)
        {
            Add(PartKind.Test, test, test.Has(DatasetPart.Test) ? DatasetPart.Test : null);
        }

        var (nameOf, isLeftOut) = LabelsOf([.. parts.Select(part => (part.Kind, (IReadOnlyList<LabeledText>)part.Texts))], source.Labels);
        return
        [
            .. parts.Select(part => new CheckedPart(
                part.Kind, part.Path,
                [.. part.Texts.Where(text => !isLeftOut(text.Label!)).Select(text => new CheckedText(text.Id, text.Text, nameOf(text.Label!)))], part.BadRows)),
        ];

        void Add(PartKind kind, Dataset dataset, DatasetPart? part)
        {
            var badRows = new List<string>();
            parts.Add((kind, dataset.Path, Corpus.ReadAll(dataset, part, badRows, report, cancellationToken), badRows));
        }
    }

    /// <summary>The names of labels as a training would have them, and which texts it would leave out. Nothing is refused here.</summary>
    static (Func<string, string> NameOf, Func<string, bool> IsLeftOut) LabelsOf(
        IReadOnlyList<(PartKind Kind, IReadOnlyList<LabeledText> Texts)> parts, LabelOptions options)
    {
        var chosen = options.Names is { } names ? new LabelSet(names) : null;
        var byData = LabelSet.NamesOf(parts.SelectMany(part => part.Texts).Select(text => text.Label!));
        var counts = parts.Where(part => part.Kind == PartKind.Train).SelectMany(part => part.Texts).CountBy(text => NameOf(text.Label!), StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        return (NameOf, label => counts.TryGetValue(NameOf(label), out var count) ? count < options.DropRare : options.DropUnseen);

        string NameOf(string label) => chosen is null ? byData[label] : chosen.IndexOf(label) is { } index ? chosen.Names[index] : label;
    }
}
