using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Emitters;
using RnnToolkit.Exporter.Graphs;
using RnnToolkit.Exporter.Reporting;
using RnnToolkit.Exporter.Verification;

namespace RnnToolkit.Exporter;

/// <summary>Turns checkpoints into bundles. A bundle that does not give the trainer's numbers is not written.</summary>
/// <param name="format">The form of the graphs.</param>
/// <param name="testSet">Proves it on a whole test set, too; null for the probes alone.</param>
sealed class CheckpointExport(GraphFormat format, TestSetCheck? testSet = null)
{
    /// <summary>Exports one checkpoint.</summary>
    /// <param name="checkpointDirectory">The directory of the checkpoint.</param>
    /// <param name="bundleDirectory">The directory to make, in place of an older one.</param>
    /// <param name="cancellationToken">Cancels the check; nothing is left then.</param>
    /// <exception cref="CheckpointFormatException">The checkpoint is damaged, or ONNX Runtime does not give its numbers.</exception>
    public ExportReport Run(string checkpointDirectory, string bundleDirectory, CancellationToken cancellationToken)
    {
        var checkpoint = Checkpoint.Read(checkpointDirectory);
        RequireStorable(checkpoint, Path.Combine(checkpointDirectory, Checkpoint.WeightsFile));
        var vocabulary = VocabularyFile.Format(checkpoint.Vocabulary);
        var model = ClassifierGraph.Build(
            checkpoint.Config.Name,
            checkpoint.Config.Model,
            checkpoint.Weights,
            format,
            (ClassifierGraph.VocabularyKey, Convert.ToHexStringLower(SHA256.HashData(vocabulary))),
            (ClassifierGraph.PreprocessingKey, checkpoint.Config.Preprocessing.Fingerprint()));
        var graph = ClassifierGraph.ToBytes(model);
        var manifest = Manifest(checkpoint, checkpointDirectory, ClassifierGraph.Describe(model, format));
        var check = new ProbeCheck(checkpoint, Path.Combine(checkpointDirectory, Checkpoint.ProbesFile), format.Tolerance);
        ExportReport? report = null;
        ModelBundle.Write(
            bundleDirectory,
            manifest,
            new Dictionary<string, byte[]> { [ModelBundle.GraphFile] = graph, [ModelBundle.VocabularyFileName] = vocabulary },
            directory =>
            {
                var probes = check.Run(directory, cancellationToken);
                var parity = testSet?.Run(checkpointDirectory, directory, manifest, format, cancellationToken);
                report = new ExportReport(manifest, bundleDirectory, graph.LongLength, probes.Difference, checkpoint.Probes.Count, format.Tolerance, parity);
                return Measured(report, Golden(checkpoint.Probes, probes));
            });
        return report!;
    }

    void RequireStorable(Checkpoint checkpoint, string weightsPath)
    {
        if (!ClassifierGraph.Fits(checkpoint.Config.Model, out var bytes))
        {
            throw new CheckpointFormatException(weightsPath, null, $"{bytes} bytes of weights", "less than 2 GiB, where an ONNX file ends");
        }

        var limit = EmbeddingEmitter.LargestValue(format.Precision);
        var table = checkpoint.Weights["embedding.weight"];
        if (table.Data.AsSpan().IndexOfAnyExceptInRange(-limit, limit) is >= 0 and var at)
        {
            throw new CheckpointFormatException(
                weightsPath,
                table.Name,
                table.Data[at].ToString("R", CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"at most {limit:R} either way, which is what {format.PrecisionName} holds"));
        }
    }

    static BundleManifest Manifest(Checkpoint checkpoint, string directory, GraphInfo graph)
    {
        var config = checkpoint.Config;
        if (checkpoint.Metrics.Count == 0)
        {
            throw new CheckpointFormatException(Path.Combine(directory, Checkpoint.MetricsFile), null, "no epoch", "a line for each epoch");
        }

        var last = checkpoint.Metrics[^1];
        return new BundleManifest
        {
            Name = config.Name,
            Model = config.Model,
            Preprocessing = config.Preprocessing,
            PreprocessingSha256 = config.Preprocessing.Fingerprint(),
            Vocabulary = new VocabularyInfo(ModelBundle.VocabularyFileName, checkpoint.Vocabulary.Count),
            Graph = graph,
            Labels = config.Labels,
            Threshold = config.Threshold,
            Metrics = new TrainingMetrics(last.Epoch, last.ValidationLoss, last.ValidationAccuracy, checkpoint.Test),
            Files = new Dictionary<string, FileFingerprint>(),
        };
    }

    static Dictionary<string, byte[]> Measured(ExportReport report, byte[] golden)
    {
        var files = new Dictionary<string, byte[]>
        {
            [ModelBundle.GoldenFile] = golden,
            [ModelBundle.ModelCardFile] = Encoding.UTF8.GetBytes(ModelCard.Write(report)),
        };
        if (report.Parity is { } parity)
        {
            files[ParityCertificate.FileName] = parity.ToBytes();
        }

        return files;
    }

    /// <summary>
    /// The golden texts of the bundle: the trainer's logits, which every machine has to give again. Where weights were rounded on
    /// purpose, that is what this machine gave.
    /// </summary>
    byte[] Golden(IReadOnlyList<Probe> probes, ProbeResult result)
    {
        var lines = new MemoryStream();
        for (var i = 0; i < probes.Count; i++)
        {
            var probe = format.Precision == WeightPrecision.Fp32 ? probes[i] : probes[i] with { Logit = result.Logits[i] };
            JsonSerializer.Serialize(lines, probe, ArtifactJsonLines.Default.Probe);
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }
}
