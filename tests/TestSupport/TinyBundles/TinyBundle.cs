using System.Security.Cryptography;
using System.Text.Json;
using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;

namespace RnnToolkit.TestSupport.TinyBundles;

/// <summary>A real bundle of a few kilobytes with seeded weights, for tests that score without training or exporting.</summary>
public sealed class TinyBundle
{
    /// <summary>Ids per text.</summary>
    public const int SequenceLength = 12;

    static readonly string[] s_words =
    [
        "good", "bad", "great", "awful", "fine", "boring", "plot", "actor", "scene", "music", "story", "ending", "laugh", "cry", "slow",
        "fast", "love", "hate", "dull", "bright", "waste", "gem", "script", "voice", "cast", "film", "movie", "see", "watch", "sleep",
    ];

    /// <summary>Makes weights for a classifier.</summary>
    public TinyBundle(RecurrentCell cell = RecurrentCell.Gru, int layers = 1, int seed = 1)
    {
        Model = new ModelConfig
        {
            Cell = cell, Layers = layers, VocabularySize = s_words.Length + 1, EmbeddingSize = 8, HiddenSize = 6,
        };
        Weights = new TinyWeights(Model, seed);
        Encoder = new TextEncoder(Preprocessing, new Vocabulary(s_words));
    }

    /// <summary>All six architectures.</summary>
    public static IEnumerable<(RecurrentCell Cell, int Layers)> Architectures =>
        from cell in Enum.GetValues<RecurrentCell>()
        from layers in new[] { 1, 2 }
        select (cell, layers);

    /// <summary>The tokens of the vocabulary.</summary>
    public static IReadOnlyList<string> Words => s_words;

    /// <summary>The architecture.</summary>
    public ModelConfig Model { get; }

    /// <summary>The weights, which a test may change before it writes the bundle.</summary>
    public TinyWeights Weights { get; }

    /// <summary>The encoder that the bundle describes.</summary>
    public TextEncoder Encoder { get; }

    static PreprocessConfig Preprocessing { get; } = new() { SequenceLength = SequenceLength };

    /// <summary>The logit that PyTorch's equations give for a text, in double precision.</summary>
    public double Logit(string text)
    {
        var ids = new long[SequenceLength];
        Encoder.Encode(text, ids);
        return Weights.Logit(ids);
    }

    /// <summary>Writes the bundle.</summary>
    /// <param name="directory">The directory to make.</param>
    /// <param name="graphOptions">What to have otherwise in the graph.</param>
    /// <param name="change">What to have otherwise in the manifest.</param>
    /// <param name="words">Another vocabulary than <see cref="Words"/>.</param>
    /// <param name="golden">Other golden texts than 20 random ones with the logits of the reference.</param>
    public void Write(
        string directory,
        TinyGraphOptions? graphOptions = null,
        Func<BundleManifest, BundleManifest>? change = null,
        IReadOnlyList<string>? words = null,
        byte[]? golden = null)
    {
        var vocabulary = VocabularyFile.Format(words is null ? Encoder.Vocabulary : new Vocabulary(words));
        graphOptions ??= new();
        if (graphOptions.Metadata.Count == 0)
        {
            var metadata = new Dictionary<string, string>
            {
                [GraphMetadataKeys.VocabularySha256] = Convert.ToHexStringLower(SHA256.HashData(vocabulary)),
                [GraphMetadataKeys.PreprocessingSha256] = Preprocessing.Fingerprint(),
            };
            if (graphOptions.PaddingStates > 0)
            {
                metadata[GraphMetadataKeys.SkippablePadding] = $"{SequenceLength - 1}";
            }

            graphOptions = graphOptions with { Metadata = metadata };
        }

        var manifest = Manifest();
        ModelBundle.Write(directory, change?.Invoke(manifest) ?? manifest, new Dictionary<string, byte[]>
        {
            [ModelBundle.GraphFile] = graphOptions.Change(TinyGraph.Write(Model, Weights, graphOptions)),
            [ModelBundle.VocabularyFileName] = vocabulary,
            [ModelBundle.GoldenFile] = golden ?? Golden(),
            [ModelBundle.ModelCardFile] = "# A tiny model\n"u8.ToArray(),
        });
    }

    BundleManifest Manifest() => new()
    {
        Name = $"tiny-{Model.ShortName}",
        Model = Model,
        Preprocessing = Preprocessing,
        PreprocessingSha256 = Preprocessing.Fingerprint(),
        Vocabulary = new(ModelBundle.VocabularyFileName, Encoder.Vocabulary.Count),
        Graph = new(
            ModelBundle.GraphFile, Opset: 17, IrVersion: 8, WeightPrecision.Fp32,
            [new(GraphTensorNames.InputIds, "int64", [GraphTensorNames.BatchAxis, GraphTensorNames.SequenceAxis])],
            [new(GraphTensorNames.Logits, "float32", [GraphTensorNames.BatchAxis, "1"]), new(GraphTensorNames.Probability, "float32", [GraphTensorNames.BatchAxis, "1"])]),
        Labels = ["negative", "positive"],
        Threshold = 0.5,
        Metrics = new(Epoch: 1, ValidationLoss: 0.6, ValidationAccuracy: 0.7, Test: null),
        Files = new Dictionary<string, FileFingerprint>(),
    };

    byte[] Golden()
    {
        var random = new Random(7);
        var lines = new MemoryStream();
        foreach (var text in RandomText.Many(random, s_words, count: 20, maxWords: 20))
        {
            var ids = new long[SequenceLength];
            Encoder.Encode(text, ids);
            var logit = Weights.Logit(ids) is var value && double.IsFinite(value) ? (float)value : 0; // JSON has no NaN
            JsonSerializer.Serialize(lines, new Probe(text, ids, logit), ArtifactJsonLines.Default.Probe);
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }
}
