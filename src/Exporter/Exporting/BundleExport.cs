using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Reporting;
using RnnToolkit.Exporter.Sources;
using RnnToolkit.Exporter.Verification;
using RnnToolkit.Graphs;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Exporter.Exporting;

/// <summary>Turns weights into bundles. A bundle that does not give the numbers it must is not written.</summary>
/// <param name="format">The form of the graphs.</param>
/// <param name="testSet">Proves it on a whole test set, too; null for the probes alone.</param>
sealed class BundleExport(GraphFormat format, TestSetCheck? testSet = null)
{
    /// <summary>Exports one model.</summary>
    /// <param name="source">The model.</param>
    /// <param name="bundleDirectory">The directory to make, in place of an older one.</param>
    /// <param name="cancellationToken">Cancels the check; nothing is left then.</param>
    /// <exception cref="CheckpointFormatException">The weights cannot be stored, or ONNX Runtime does not give their numbers.</exception>
    public ExportReport Run(ExportSource source, string bundleDirectory, CancellationToken cancellationToken)
    {
        var (checkpoint, config) = (source.Checkpoint, source.Checkpoint.Config);
        RequireStorable(config.Model, checkpoint.Weights, checkpoint.Vocabulary, source.WeightsPath);
        var vocabulary = VocabularyFile.Format(checkpoint.Vocabulary);
        (string, string)[] metadata =
        [
            (GraphMetadataKeys.VocabularySha256, Convert.ToHexStringLower(SHA256.HashData(vocabulary))),
            (GraphMetadataKeys.PreprocessingSha256, config.Preprocessing.Fingerprint()),
        ];
        var padding = PaddingStateComputer.Compute(config.Model, config.Preprocessing, checkpoint.Weights, format);
        var model = ClassifierGraph.Build(config.Name, config.Model, checkpoint.Weights, format, padding, metadata);
        var graph = model.ToByteArray();
        var manifest = Manifest(source, ClassifierGraph.Describe(model, format));
        var files = new Dictionary<string, byte[]>
        {
            [ModelBundle.GraphFile] = graph,
            [ModelBundle.VocabularyFileName] = vocabulary,
            [ModelBundle.GoldenFile] = Golden(checkpoint.Probes),
        };
        if (format.TextInput)
        {
            files[ModelBundle.TextGraphFile] = ClassifierGraph.BuildFromText(
                config, checkpoint.Weights, new TextEncoder(config.Preprocessing, checkpoint.Vocabulary), format, metadata).ToByteArray();
        }

        ExportReport? report = null;
        ModelBundle.Write(
            bundleDirectory,
            manifest,
            files,
            directory =>
            {
                var probes = new ProbeCheck(source, format).Run(directory, cancellationToken);
                report = new ExportReport
                {
                    Directory = bundleDirectory,
                    GraphBytes = graph.LongLength,
                    TextGraphBytes = files.GetValueOrDefault(ModelBundle.TextGraphFile)?.LongLength,
                    Manifest = manifest,
                    Parity = source.CheckpointDirectory is { } checkpointDirectory
                        ? testSet?.Run(checkpointDirectory, directory, manifest, checkpoint.Vocabulary, format, cancellationToken)
                        : null,
                    ProbeCount = checkpoint.Probes.Count,
                    Probes = probes,
                    ProbesOrigin = source.ProbesOrigin,
                    Rounding = format.IsRounded ? new RoundingCheck(source, format).Run(directory, cancellationToken) : null,
                    Tolerance = format.Tolerance,
                };
                return Measured(report);
            });
        return report!;
    }

    /// <summary>Refuses weights that the format cannot hold.</summary>
    /// <exception cref="CheckpointFormatException">They are too many, or a value is too large, or a token too long.</exception>
    public void RequireStorable(ModelConfig config, StateDict weights, Vocabulary? vocabulary, string weightsPath)
    {
        if (GraphLimits.FirstExceeded(config, weights, vocabulary, format) is { } limit)
        {
            throw new CheckpointFormatException(weightsPath, limit.Field, limit.Found, limit.Expected);
        }
    }

    static BundleManifest Manifest(ExportSource source, GraphInfo graph)
    {
        var config = source.Checkpoint.Config;
        return new BundleManifest
        {
            Name = config.Name,
            Model = config.Model,
            Preprocessing = config.Preprocessing,
            PreprocessingSha256 = config.Preprocessing.Fingerprint(),
            Vocabulary = new VocabularyInfo(ModelBundle.VocabularyFileName, source.Checkpoint.Vocabulary.Count),
            Graph = graph,
            Labels = config.Labels,
            Threshold = config.Threshold,
            Metrics = source.Metrics,
            Files = new Dictionary<string, FileFingerprint>(),
        };
    }

    static Dictionary<string, byte[]> Measured(ExportReport report)
    {
        var files = new Dictionary<string, byte[]>
        {
            [ModelBundle.ModelCardFile] = Encoding.UTF8.GetBytes(ModelCard.Write(report)),
        };
        if (report.Parity is { } parity)
        {
            files[ModelBundle.ParityFile] = parity.ToBytes();
        }

        return files;
    }

    /// <summary>The golden texts of the bundle: the probes as they were recorded, whatever the precision.</summary>
    static byte[] Golden(IEnumerable<Probe> probes)
    {
        var lines = new MemoryStream();
        JsonLinesFile.Write(lines, probes, ArtifactJsonLines.Default.Probe);
        return lines.ToArray();
    }
}
