using System.Security.Cryptography;
using System.Text;
using RnnToolkit.Datasets;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Training;

namespace RnnToolkit.Trainer.Records;

/// <summary>Adds to the record of a run what describes it.</summary>
static class RunDescription
{
    /// <summary>Describes a job.</summary>
    /// <param name="record">The record without descriptions.</param>
    /// <param name="job">The job.</param>
    /// <param name="data">Its texts.</param>
    /// <param name="hashes">Their hashes.</param>
    public static RunRecord Describe(RunRecord record, TrainingJob job, PreparedData data, CorpusHashes hashes) => record with
    {
        Models = [.. job.Models.Select(kind => kind.Name)],
        Dataset = DatasetOf(job, data, hashes),
        FromPath = job.From?.Path,
        ConfigurationHash = RunRecord.HashOf(record.Preprocessing, record.Model, record.Training),
        Versions = RunEnvironment.Versions(),
        CommandLine = job.CommandLine,
    };

    /// <summary>
    /// The record of a run that is resumed: what it was started with, and what it is asked for now. Its versions stay those of its first
    /// steps, and its models are those of both.
    /// </summary>
    public static RunRecord Resumed(RunRecord started, RunRecord now) => now with
    {
        Models =
        [
            .. (started.Models ?? []).Union(now.Models!).Select(name => (Kind: ModelKind.Named(name), Name: name))
                .OrderBy(model => model.Kind?.Cell).ThenBy(model => model.Kind?.Layers).Select(model => model.Name),
        ],
        Versions = started.Versions,
    };

    static DatasetRecord DatasetOf(TrainingJob job, PreparedData data, CorpusHashes hashes)
    {
        var source = job.Source;
        var isSplit = source.ValidationData is null;
        return new DatasetRecord
        {
            Parts =
            [
                Part(DatasetPartRecord.TrainPart, data.Train.Labels, source.Data, DatasetPart.Train),
                isSplit
                    ? Counts(PredictionFile.ValidationPart, data.Validation.Labels)
                    : Part(PredictionFile.ValidationPart, data.Validation.Labels, source.ValidationData!, null),
                .. data.Test is null
                    ? Array.Empty<DatasetPartRecord>()
                    : [Part(PredictionFile.TestPart, data.Test.Labels, source.TestData ?? source.Data, DatasetPart.Test)],
            ],
            Split = isSplit ? new SplitRecord(HashOfIds(data.ValidationPart.Ids), job.Fold is null ? job.Config.Training.ValidationShare : null) : null,
            Options = RecordedSource.OptionsOf(source),
        };

        DatasetPartRecord Counts(string part, IReadOnlyList<int> labels)
        {
            var counts = new int[data.Labels.Count];
            foreach (var label in labels)
            {
                counts[label]++;
            }

            return new() { Part = part, Texts = labels.Count, Labels = [.. data.Labels.Names.Select((name, label) => new PartLabelCount(name, counts[label]))] };
        }

        DatasetPartRecord Part(string part, IReadOnlyList<int> labels, Dataset dataset, DatasetPart? partOfData)
        {
            var hasName = !(source.IsSample && dataset == source.Data);
            var files = dataset.Files(partOfData is { } known && dataset.Has(known) ? known : null);
            var (bytes, sha256) = hashes.Files[part];
            return Counts(part, labels) with
            {
                Path = hasName ? dataset.Path : null,
                File = files is [var file] && file != dataset.Path ? Path.GetFileName(file) : null,
                Bytes = bytes,
                Sha256 = sha256,
            };
        }
    }

    static string HashOfIds(IEnumerable<string> ids)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var id in ids)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(id + '\n'));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
