using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Graphs;
using RnnToolkit.Exporter.Verification;

namespace RnnToolkit.Exporter;

/// <summary>Turns checkpoints into bundles. A bundle that does not give the trainer's numbers is not written.</summary>
/// <param name="opset">The operator set of the graphs.</param>
sealed class CheckpointExport(OpsetInfo opset)
{
    /// <summary>How far a probability in ONNX Runtime may be from the trainer's: what rounding in float32 explains, with room.</summary>
    public const double Tolerance = 1e-5;

    /// <summary>Exports one checkpoint.</summary>
    /// <param name="checkpointDirectory">The directory of the checkpoint.</param>
    /// <param name="bundleDirectory">The directory to make, in place of an older one.</param>
    /// <param name="cancellationToken">Cancels the check; nothing is left then.</param>
    /// <exception cref="CheckpointFormatException">The checkpoint is damaged, or ONNX Runtime does not give its numbers.</exception>
    public ExportReport Run(string checkpointDirectory, string bundleDirectory, CancellationToken cancellationToken)
    {
        var checkpoint = Checkpoint.Read(checkpointDirectory);
        var config = checkpoint.Config;
        if (!ClassifierGraph.Fits(config.Model, out var weightBytes))
        {
            throw new CheckpointFormatException(
                Path.Combine(checkpointDirectory, Checkpoint.WeightsFile), null, $"{weightBytes} bytes of weights", "less than 2 GiB, where an ONNX file ends");
        }

        var vocabulary = VocabularyFile.Format(checkpoint.Vocabulary);
        var preprocessing = config.Preprocessing.Fingerprint();
        var model = ClassifierGraph.Build(
            config.Name,
            config.Model,
            checkpoint.Weights,
            opset,
            (ClassifierGraph.VocabularyKey, Convert.ToHexStringLower(SHA256.HashData(vocabulary))),
            (ClassifierGraph.PreprocessingKey, preprocessing));
        var graph = ClassifierGraph.ToBytes(model);
        var manifest = new BundleManifest
        {
            Name = config.Name,
            Model = config.Model,
            Preprocessing = config.Preprocessing,
            PreprocessingSha256 = preprocessing,
            Vocabulary = new VocabularyInfo(ModelBundle.VocabularyFileName, checkpoint.Vocabulary.Count),
            Graph = ClassifierGraph.Describe(model, opset),
            Labels = config.Labels,
            Threshold = config.Threshold,
            Metrics = Metrics(checkpoint, checkpointDirectory),
            Files = new Dictionary<string, FileFingerprint>(),
        };
        var check = new ProbeCheck(checkpoint, Path.Combine(checkpointDirectory, Checkpoint.ProbesFile), Tolerance);
        ProbeResult? probes = null;
        ModelBundle.Write(
            bundleDirectory,
            manifest,
            new Dictionary<string, byte[]>
            {
                [ModelBundle.GraphFile] = graph,
                [ModelBundle.VocabularyFileName] = vocabulary,
                [ModelBundle.GoldenFile] = Golden(checkpoint.Probes),
            },
            directory =>
            {
                probes = check.Run(directory, cancellationToken);
                var card = ModelCard.Write(manifest, graph.LongLength, probes, Tolerance);
                return new Dictionary<string, byte[]> { [ModelBundle.ModelCardFile] = Encoding.UTF8.GetBytes(card) };
            });
        return new ExportReport(config.Name, bundleDirectory, manifest.Graph, graph.LongLength, probes!);
    }

    static TrainingMetrics Metrics(Checkpoint checkpoint, string directory)
    {
        if (checkpoint.Metrics.Count == 0)
        {
            throw new CheckpointFormatException(Path.Combine(directory, Checkpoint.MetricsFile), null, "no epoch", "a line for each epoch");
        }

        var last = checkpoint.Metrics[^1];
        return new TrainingMetrics(last.Epoch, last.ValidationLoss, last.ValidationAccuracy, checkpoint.Test);
    }

    static byte[] Golden(IEnumerable<Probe> probes)
    {
        var lines = new MemoryStream();
        foreach (var probe in probes)
        {
            JsonSerializer.Serialize(lines, probe, ArtifactJsonLines.Default.Probe);
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }
}
