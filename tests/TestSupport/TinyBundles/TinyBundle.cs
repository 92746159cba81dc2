using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;
using RnnToolkit.Bundle;
using RnnToolkit.Graphs;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Reference;
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
        Weights = TestModels.Weights(Model, seed, largest: 0.8);
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
    public StateDict Weights { get; }

    /// <summary>The encoder that the bundle describes.</summary>
    public TextEncoder Encoder { get; }

    string Name => $"tiny-{Model.ShortName}";

    static PreprocessConfig Preprocessing { get; } = new() { SequenceLength = SequenceLength };

    /// <summary>The logit that PyTorch's equations give for a text, in double precision.</summary>
    public double Logit(string text)
    {
        var ids = new long[SequenceLength];
        Encoder.Encode(text, ids);
        return new ReferenceClassifier(Model, Weights).Logit(ids);
    }

    /// <summary>Writes the bundle.</summary>
    /// <param name="directory">The directory to make.</param>
    /// <param name="graphOptions">Changes the graph.</param>
    /// <param name="change">Changes the manifest.</param>
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
        var graph = Graph(graphOptions, vocabulary);
        var manifest = Manifest(graph);
        graphOptions.ChangeModel(graph);
        ModelBundle.Write(directory, change?.Invoke(manifest) ?? manifest, new Dictionary<string, byte[]>
        {
            [ModelBundle.GraphFile] = graphOptions.ChangeBytes(graph.ToByteArray()),
            [ModelBundle.VocabularyFileName] = vocabulary,
            [ModelBundle.GoldenFile] = golden ?? Golden(),
            [ModelBundle.ModelCardFile] = "# A tiny model\n"u8.ToArray(),
        });
    }

    ModelProto Graph(TinyGraphOptions options, byte[] vocabulary)
    {
        var graph = ClassifierGraph.Build(
            Name,
            Model,
            Weights,
            GraphFormat.Default,
            options.PaddingStates == 0 ? null : TinyPadding.Of(Model, Weights, options),
            (GraphMetadataKeys.VocabularySha256, Convert.ToHexStringLower(SHA256.HashData(vocabulary))),
            (GraphMetadataKeys.PreprocessingSha256, Preprocessing.Fingerprint()));
        if (options.PaddingStates > 0)
        {
            TinyGraphOptions.SetMetadata(graph, GraphMetadataKeys.SkippablePadding, $"{SequenceLength - 1}"); // whatever the tables have
        }

        return graph;
    }

    BundleManifest Manifest(ModelProto graph) => new()
    {
        Name = Name,
        Model = Model,
        Preprocessing = Preprocessing,
        PreprocessingSha256 = Preprocessing.Fingerprint(),
        Vocabulary = new(ModelBundle.VocabularyFileName, Encoder.Vocabulary.Count),
        Graph = ClassifierGraph.Describe(graph, GraphFormat.Default),
        Labels = ["negative", "positive"],
        Threshold = 0.5,
        Metrics = new(Epoch: 1, ValidationLoss: 0.6, ValidationAccuracy: 0.7, Test: null),
        Files = new Dictionary<string, FileFingerprint>(),
    };

    byte[] Golden()
    {
        var (random, reference) = (new Random(7), new ReferenceClassifier(Model, Weights));
        var lines = new MemoryStream();
        foreach (var text in RandomText.Many(random, s_words, count: 20, maxWords: 20))
        {
            var ids = new long[SequenceLength];
            Encoder.Encode(text, ids);
            var logit = reference.Logit(ids) is var value && double.IsFinite(value) ? (float)value : 0; // JSON has no NaN
            JsonSerializer.Serialize(lines, new Probe(text, ids, logit), ArtifactJsonLines.Default.Probe);
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }
}
