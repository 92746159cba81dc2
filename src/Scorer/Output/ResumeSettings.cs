using System.Globalization;
using System.Security.Cryptography;
using RnnToolkit.Datasets.Rows;
using RnnToolkit.Inference;
using RnnToolkit.Scorer.Options;

namespace RnnToolkit.Scorer.Output;

/// <summary>All that decides the bytes of an output, by name. Threads do not, and the accepted rate of bad rows may be raised before resuming.</summary>
static class ResumeSettings
{
    const int SampleBytes = 1 << 16;

    public static IReadOnlyDictionary<string, string> Of(ScoreOptions options, TextClassifier scorer)
    {
        return new Dictionary<string, string>
        {
            ["bundle"] = scorer.Manifest.ManifestSha256,
            ["input"] = Fingerprint(options.Input),
            ["format"] = options.Format.DisplayName(),
            ["output format"] = options.OutputFormat.ToString(),
            ["header"] = options.Header ? "yes" : "no",
            ["text column"] = options.Columns.TextColumn,
            ["label column"] = options.Columns.LabelColumn ?? "none",
            ["id column"] = options.Columns.IdColumn ?? "none",
            ["delimiter"] = options.Columns.Delimiter?.ToString() ?? "inferred",
            ["encoding"] = FileEncodings.NameOf(options.Columns.Encoding),
            ["input header"] = options.Columns.HasHeader ? "yes" : "no",
            ["quoting"] = options.Columns.Quoting.ToString(),
            ["batch size"] = options.BatchSize.ToString(CultureInfo.InvariantCulture),
            ["provider"] = scorer.ExecutionProvider.ToString(),
            ["threshold"] = options.Threshold?.ToString("R", CultureInfo.InvariantCulture) ?? "the bundle's",
            ["abstain"] = options.Abstain?.ToString() ?? "never",
            ["abstain below"] = options.AbstainBelow?.ToString("R", CultureInfo.InvariantCulture) ?? "never",
            ["probabilities"] = options.Probabilities ? "all" : "of the label",
            ["columns"] = options.Columns.OtherColumns.Count == 0 ? "none" : string.Join(", ", options.Columns.OtherColumns),
            ["shard"] = options.Shard?.ToString() ?? "all",
        };
    }

    /// <summary>Length, time of the last change and a hash of both ends: enough to recognize a changed file without reading all of it.</summary>
    static string Fingerprint(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var sample = new byte[(int)Math.Min(SampleBytes, file.Length)];
        file.ReadExactly(sample);
        hash.AppendData(sample);
        file.Position = file.Length - sample.Length;
        file.ReadExactly(sample);
        hash.AppendData(sample);
        return Invariant($"{file.Length} bytes, changed {File.GetLastWriteTimeUtc(path):O}, {Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}");
    }
}
