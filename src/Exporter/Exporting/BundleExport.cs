using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Reporting;
using RnnToolkit.Exporter.Sources;
using RnnToolkit.Exporter.Verification;
using RnnToolkit.Graphs;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Exporter.Exporting;

/// <summary>Turns weights into bundles. A bundle that does not give the numbers it must is not written.</summary>
/// <param name="testSet">Proves it on a whole test set, too; null for the probes alone.</param>
sealed class BundleExport(GraphFormat format, TestSetCheck? testSet = null)
{
    /// <summary>Exports one model.</summary>
    /// <param name="bundleDirectory">The directory to make, in place of an older one.</param>
    /// <exception cref="CheckpointFormatException">The weights cannot be stored, or ONNX Runtime does not give their numbers.</exception>
    public ExportReport Run(ExportSource source, string bundleDirectory, CancellationToken cancellationToken)
    {
        var (checkpoint, config) = (source.Checkpoint, source.Checkpoint.Config);
        RequireStorable(config.Model, checkpoint.Weights, checkpoint.Vocabulary, source.WeightsPath);
        var vocabulary = VocabularyFile.Format(checkpoint.Vocabulary);
        var nGrams = checkpoint.NGrams?.ToBytes();
        (string, string)[] metadata =
        [
            (GraphMetadataKeys.VocabularySha256, Convert.ToHexStringLower(SHA256.HashData(vocabulary))),
            (GraphMetadataKeys.PreprocessingSha256, config.Preprocessing.Fingerprint()),
            .. nGrams is null ? [] : new[] { (GraphMetadataKeys.NGramsSha256, Convert.ToHexStringLower(SHA256.HashData(nGrams))) },
        ];
        var padding = PaddingStateComputer.Compute(config.Model, config.Preprocessing, checkpoint.Weights, format);
        var model = ClassifierGraph.Build(config.Name, config.Model, checkpoint.Weights, format, padding, metadata);
        var graph = model.ToByteArray();
        var textGraph = format.TextInput
            ? ClassifierGraph.BuildFromText(config, checkpoint.Weights, source.Encoder, format, metadata).ToByteArray()
            : null;
        using var staging = BundleStaging.Create(bundleDirectory);
        staging.Add(ModelBundle.GraphFile, graph);
        staging.Add(ModelBundle.VocabularyFileName, vocabulary);
        if (nGrams is not null)
        {
            staging.Add(NGramTable.FileName, nGrams);
        }

        staging.Add(ModelBundle.GoldenFile, Golden(checkpoint.Probes));
        if (textGraph is not null)
        {
            staging.Add(ModelBundle.TextGraphFile, textGraph);
        }

        var manifest = staging.WriteManifest(Manifest(source, ClassifierGraph.Describe(model, format)));
        var check = new ProbeCheck(source, format);
        var probes = check.Run(staging.Directory, cancellationToken);
        var report = new ExportReport
        {
            Adjustment = source.Adjustment,
            Directory = bundleDirectory,
            GraphBytes = graph.LongLength,
            TextGraphBytes = textGraph?.LongLength,
            Manifest = manifest,
            Parity = source.CheckpointDirectory is null ? null : testSet?.Run(source, staging.Directory, format, cancellationToken),
            ProbeCount = checkpoint.Probes.Count,
            Probes = probes.Total,
            ChaoticProbes = probes.Chaotic.Count,
            ProbesOrigin = source.ProbesOrigin,
            Rounding = format.IsRounded ? check.RunOnRoundedWeights(staging.Directory, cancellationToken) : null,
            Tolerance = format.Tolerance,
        };

        // Who verifies the bundle has no float64 reference: texts that needed it would be refused there.
        staging.Add(ModelBundle.GoldenFile, Golden(checkpoint.Probes.Where((_, index) => !probes.IsChaotic(index))));
        staging.Add(ModelBundle.ModelCardFile, Encoding.UTF8.GetBytes(ModelCard.Write(report)));
        if (report.Parity is { } parity)
        {
            staging.Add(ModelBundle.ParityFile, parity.ToBytes());
        }

        staging.WriteManifest(manifest);
        staging.Publish();
        return report;
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
            NGrams = source.Checkpoint.NGrams is { } nGrams ? new NGramsInfo(NGramTable.FileName, nGrams.Count) : null,
            Graph = graph,
            Labels = config.Labels,
            Threshold = config.Threshold,
            Metrics = source.Metrics,
            Files = new Dictionary<string, FileFingerprint>(),
        };
    }

    /// <summary>Probes as they were recorded, whatever the precision.</summary>
    static byte[] Golden(IEnumerable<Probe> probes)
    {
        var lines = new MemoryStream();
        JsonLinesFile.Write(lines, probes, ArtifactJsonLines.Default.Probe);
        return lines.ToArray();
    }
}
