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
        : this(
            new ModelConfig { Cell = cell, Layers = layers, VocabularySize = s_words.Length + 1, EmbeddingSize = 8, HiddenSize = 6 },
            new TextEncoder(new() { SequenceLength = SequenceLength }, new Vocabulary(s_words)),
            ["negative", "positive"],
            seed)
    {
    }

    TinyBundle(ModelConfig model, TextEncoder encoder, IReadOnlyList<string> labels, int seed, double largest = 0.8)
    {
        (Model, Encoder, Labels) = (model, encoder, labels);
        Weights = TestModels.Weights(model, seed, largest);
    }

    /// <summary>A bundle of the second format: any labels, general preprocessing, padding that is not read, and n-grams of two texts.</summary>
    public static TinyBundle General(
        IReadOnlyList<string> labels, RecurrentCell cell = RecurrentCell.Gru, Pooling pooling = Pooling.MeanMax, bool wide = true, int seed = 1)
    {
        const int UnknownRows = 5;
        var nGrams = wide ? new NGramConfig() : null;
        var preprocessing = PreprocessConfig.General with { SequenceLength = SequenceLength, UnknownRows = UnknownRows, NGrams = nGrams };
        var table = nGrams is null ? null : NGramsOf("good great story, bad ending. I don't love it!", new Tokenizer(preprocessing), nGrams);
        var encoder = new TextEncoder(preprocessing, new Vocabulary(s_words), table);
        var model = new ModelConfig
        {
            Bidirectional = true,
            Cell = cell,
            Classes = labels.Count,
            EmbeddingSize = 8,
            HiddenSize = 6,
            MaskPadding = true,
            Pooling = pooling,
            VocabularySize = encoder.TableSize,
            WideSize = table?.Count ?? 0,
        };
        return new(model, encoder, labels, seed);
    }

    /// <summary>A bundle with another architecture, and weights of its own between -<paramref name="largest"/> and <paramref name="largest"/>.</summary>
    public TinyBundle With(Func<ModelConfig, ModelConfig> change, double largest) => new(change(Model), Encoder, Labels, seed: 1, largest);

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

    /// <summary>The names of the labels.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The encoder that the bundle describes.</summary>
    public TextEncoder Encoder { get; }

    string Name => $"tiny-{Model.ShortName}";

    /// <summary>The logit that PyTorch's equations give for a text, in double precision.</summary>
    public double Logit(string text) => Logits(text)[0];

    /// <summary>The K logits that PyTorch's equations and the wide channel give for a text, in double precision.</summary>
    public double[] Logits(string text)
    {
        var (ids, nGrams) = Encode(text);
        return new ReferenceClassifier(Model, Weights).Logits(ids, nGrams);
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
        var manifest = Manifest(graph, graphOptions.Format);
        graphOptions.ChangeModel(graph);
        var files = new Dictionary<string, byte[]>
        {
            [ModelBundle.GraphFile] = graphOptions.ChangeBytes(graph.ToByteArray()),
            [ModelBundle.VocabularyFileName] = vocabulary,
            [ModelBundle.GoldenFile] = golden ?? Golden(),
            [ModelBundle.ModelCardFile] = "# A tiny model\n"u8.ToArray(),
        };
        if (Encoder.NGrams is { } nGrams)
        {
            files[NGramTable.FileName] = nGrams.ToBytes();
        }

        ModelBundle.Write(directory, change?.Invoke(manifest) ?? manifest, files);
    }

    ModelProto Graph(TinyGraphOptions options, byte[] vocabulary)
    {
        var graph = ClassifierGraph.Build(
            Name,
            Model,
            Weights,
            options.Format,
            options.PaddingStates == 0 || Model.MaskPadding || Model.Bidirectional ? null : TinyPadding.Of(Model, Weights, options),
            (GraphMetadataKeys.VocabularySha256, Convert.ToHexStringLower(SHA256.HashData(vocabulary))),
            (GraphMetadataKeys.PreprocessingSha256, Encoder.Config.Fingerprint()));
        if (options.PaddingStates > 0 && !Model.MaskPadding && !Model.Bidirectional)
        {
            TinyGraphOptions.SetMetadata(graph, GraphMetadataKeys.SkippablePadding, $"{SequenceLength - 1}"); // whatever the tables have
        }

        return graph;
    }

    BundleManifest Manifest(ModelProto graph, GraphFormat format) => new()
    {
        Name = Name,
        Model = Model,
        Preprocessing = Encoder.Config,
        PreprocessingSha256 = Encoder.Config.Fingerprint(),
        Vocabulary = new(ModelBundle.VocabularyFileName, Encoder.Vocabulary.Count),
        Graph = ClassifierGraph.Describe(graph, format),
        NGrams = Encoder.NGrams is { } nGrams ? new(NGramTable.FileName, nGrams.Count) : null,
        Labels = Labels,
        Threshold = 0.5,
        Metrics = new(Epoch: 1, ValidationLoss: 0.6, ValidationAccuracy: 0.7, Test: null),
        Files = new Dictionary<string, FileFingerprint>(),
    };

    static NGramTable NGramsOf(string text, Tokenizer tokenizer, NGramConfig config) => new(new NGramExtractor(tokenizer, config).Extract(text));

    (long[] Ids, int[] NGrams) Encode(string text)
    {
        var (ids, nGrams) = (new long[SequenceLength], new NGramIds());
        _ = Encoder.NGrams is null ? Encoder.Encode(text, ids) : Encoder.Encode(text, ids, nGrams);
        return (ids, nGrams.Values.ToArray());
    }

    byte[] Golden()
    {
        var (random, reference) = (new Random(7), new ReferenceClassifier(Model, Weights));
        var lines = new MemoryStream();
        foreach (var text in RandomText.Many(random, s_words, count: 20, maxWords: 20))
        {
            var (ids, nGrams) = Encode(text);
            var logits = Array.ConvertAll(reference.Logits(ids, nGrams), logit => double.IsFinite(logit) ? (float)logit : 0); // JSON has no NaN
            JsonSerializer.Serialize(lines, Probe.Of(text, ids, logits, Encoder.NGrams is null ? null : nGrams), ArtifactJsonLines.Default.Probe);
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }
}
