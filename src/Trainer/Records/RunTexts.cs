using RnnToolkit.Bundle;
using RnnToolkit.Datasets;
using RnnToolkit.Runs;

namespace RnnToolkit.Trainer.Records;

/// <summary>Texts of a run's data, by their ids.</summary>
static class RunTexts
{
    /// <summary>Reads texts from where the record of the run says they are.</summary>
    /// <param name="run">The run; of a run without such a record, no text is found.</param>
    /// <param name="part"><see cref="PredictionFile.TestPart"/> or <see cref="PredictionFile.ValidationPart"/>.</param>
    /// <param name="ids">The ids.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The texts that were found.</returns>
    /// <exception cref="DatasetException">The data is not there any more, or cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> Find(TrainedRun run, string part, IReadOnlySet<string> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (run.Record.Dataset is not { } dataset)
        {
            return found;
        }

        var source = RecordedSource.Open(dataset, Path.Combine(run.Directory, RunLayout.RunFile), _ => null);
        var (data, partOfData) = part == PredictionFile.TestPart
            ? (source.TestData ?? source.Data, source.TestData is null || source.TestData.Has(DatasetPart.Test) ? DatasetPart.Test : null)
            : source.ValidationData is { } validation ? (validation, (DatasetPart?)null) : (source.Data, DatasetPart.Train);
        foreach (var text in data.Read(partOfData, cancellationToken))
        {
            if (ids.Contains(text.Id))
            {
                found.TryAdd(text.Id, text.Text);
                if (found.Count == ids.Count)
                {
                    break;
                }
            }
        }

        return found;
    }
}
