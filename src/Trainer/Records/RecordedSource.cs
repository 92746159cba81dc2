using RnnToolkit.Bundle;
using RnnToolkit.Datasets;
using RnnToolkit.Datasets.Rows;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Data;

namespace RnnToolkit.Trainer.Records;

/// <summary>From the source of a run's texts to its record, and back.</summary>
static class RecordedSource
{
    /// <summary>The options that are not the defaults; null when all are.</summary>
    public static DatasetOptionsRecord? OptionsOf(CorpusSource source)
    {
        var (table, defaults) = (source.Table, new DatasetOptions());
        var options = new DatasetOptionsRecord
        {
            TextColumn = table.TextColumn == defaults.TextColumn ? null : table.TextColumn,
            LabelColumn = table.LabelColumn == defaults.LabelColumn ? null : table.LabelColumn,
            IdColumn = table.IdColumn == defaults.IdColumn ? null : table.IdColumn,
            Quoting = table.Quoting == defaults.Quoting ? null : table.Quoting.ToString().ToLowerInvariant(),
            Delimiter = table.Delimiter?.ToString(),
            HasHeader = table.HasHeader ? null : false,
            Encoding = table.Encoding == defaults.Encoding ? null : FileEncodings.NameOf(table.Encoding),
            MaxErrorRate = table.MaxErrorRate == 0 ? null : table.MaxErrorRate,
            Labels = source.Labels.Names,
            DropRareLabels = source.Labels.DropRare,
            DropUnseenLabels = source.Labels.DropUnseen ? true : null,
        };
        return options.IsEmpty ? null : options;
    }

    /// <summary>Opens the texts of a run again.</summary>
    /// <param name="dataset">What its record says.</param>
    /// <param name="path">The file of the record, for messages.</param>
    /// <param name="moved">Where the texts are now: the path of a part by its name, or null where it was.</param>
    /// <exception cref="CheckpointFormatException">The record names no training texts, or has an option that does not exist.</exception>
    /// <exception cref="DatasetException">There are no such texts any more.</exception>
    public static CorpusSource Open(DatasetRecord dataset, string path, Func<string, string?> moved)
    {
        var train = Part(DatasetPartRecord.TrainPart)
            ?? throw new CheckpointFormatException(path, "dataset.parts", "no part called train", "training texts");
        var (validation, test) = (Part(PredictionFile.ValidationPart), Part(PredictionFile.TestPart));
        var table = Table(dataset.Options, path);
        var dataPath = moved(DatasetPartRecord.TrainPart) ?? train.Path;
        var data = Dataset.Open(dataPath ?? SampleData.Find(), table);
        var (validationPath, testPath) = (moved(PredictionFile.ValidationPart) ?? validation?.Path, moved(PredictionFile.TestPart) ?? test?.Path);
        var hasOwnTest = testPath is not null && test is not null && !(test.Path == train.Path && moved(PredictionFile.TestPart) is null && data.Has(DatasetPart.Test));
        return new CorpusSource
        {
            Data = data,
            ValidationData = validationPath is null ? null : Dataset.Open(validationPath, table),
            TestData = hasOwnTest ? Dataset.Open(testPath!, table) : null,
            WithoutTest = test is null,
            IsSample = dataPath is null,
            Table = table,
            Labels = new LabelOptions
            {
                Names = dataset.Options?.Labels,
                DropRare = dataset.Options?.DropRareLabels,
                DropUnseen = dataset.Options?.DropUnseenLabels is true,
            },
        };

        DatasetPartRecord? Part(string name) => dataset.Parts.FirstOrDefault(part => part.Part == name);
    }

    static DatasetOptions Table(DatasetOptionsRecord? options, string path)
    {
        var defaults = new DatasetOptions();
        return defaults with
        {
            TextColumn = options?.TextColumn ?? defaults.TextColumn,
            LabelColumn = options?.LabelColumn ?? defaults.LabelColumn,
            IdColumn = options?.IdColumn ?? defaults.IdColumn,
            Quoting = options?.Quoting is { } quoting ? Value<Quoting>("quoting", quoting, Enum.TryParse<Quoting>(quoting, ignoreCase: true, out var found) && Enum.IsDefined(found) ? found : null) : defaults.Quoting,
            Delimiter = options?.Delimiter is { } delimiter ? Value("delimiter", delimiter, Delimiters.Parse(delimiter)) : null,
            HasHeader = options?.HasHeader ?? true,
            Encoding = options?.Encoding is { } encoding ? Value("encoding", encoding, FileEncodings.Parse(encoding)) : defaults.Encoding,
            MaxErrorRate = options?.MaxErrorRate is { } rate ? Value<double>("maxErrorRate", Invariant($"{rate}"), rate is >= 0 and <= 1 ? rate : null) : 0,
        };

        T Value<T>(string key, string text, T? value)
            where T : struct => value ?? throw new CheckpointFormatException(path, $"dataset.options.{key}", text, "what the trainer writes");
    }
}
