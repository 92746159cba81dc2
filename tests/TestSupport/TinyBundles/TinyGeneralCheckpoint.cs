using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Reference;
using RnnToolkit.Preprocess;

namespace RnnToolkit.TestSupport.TinyBundles;

/// <summary>A small checkpoint with general preprocessing: any labels, masked padding, pooling, n-grams; probes with the logits of PyTorch's equations.</summary>
public static class TinyGeneralCheckpoint
{
    const int UnknownRows = 3;

    static readonly string[] s_words = ["gut", "schlecht", "film", "très", "bon", "好", "看", "плохо", "нет", "!", "don't", "🙂"];

    /// <summary>Three labels in the order of the model's outputs.</summary>
    public static IReadOnlyList<string> ThreeLabels { get; } = ["Ärger", "lob", "其他"];

    /// <summary>Makes it: two labels or more, by default <see cref="ThreeLabels"/>, with or without n-grams.</summary>
    public static Checkpoint Create(
        RecurrentCell cell = RecurrentCell.Gru,
        int layers = 1,
        bool bidirectional = false,
        Pooling pooling = Pooling.MeanMax,
        IReadOnlyList<string>? labels = null,
        bool wide = true,
        int seed = 1)
    {
        labels ??= ThreeLabels;
        var preprocessing = PreprocessConfig.General with { SequenceLength = 10, UnknownRows = UnknownRows, NGrams = wide ? new NGramConfig() : null };
        var nGrams = wide ? NGramsOf(preprocessing, Texts(seed)) : null;
        var encoder = new TextEncoder(preprocessing, new Vocabulary(s_words), nGrams);
        var config = TestModels.Config(cell, layers, bidirectional) with
        {
            VocabularySize = encoder.TableSize,
            MaskPadding = true,
            Pooling = pooling,
            Classes = labels.Count,
            WideSize = nGrams?.Count ?? 0,
        };
        var weights = TestModels.Weights(config, seed);
        var reference = new ReferenceClassifier(config, weights);
        return new Checkpoint
        {
            Config = new CheckpointConfig { Name = config.ShortName, Model = config, Preprocessing = preprocessing, Labels = labels },
            Weights = weights,
            Vocabulary = encoder.Vocabulary,
            NGrams = nGrams,
            Metrics = [new EpochMetrics(1, 0.7, 0.65, 0.6)],
            Probes = [.. Texts(seed).Select(text => Probe(text, encoder, reference))],
        };
    }

    /// <summary>Texts of all lengths, with words outside the vocabulary, and one without any word.</summary>
    static IEnumerable<string> Texts(int seed)
    {
        var random = new Random(seed);
        yield return "";
        for (var length = 1; length < 30; length++)
        {
            yield return string.Join(' ', Enumerable.Range(0, length).Select(_ =>
                random.Next(6) == 0 ? $"unerhört{random.Next(9)}" : s_words[random.Next(s_words.Length)])) + "<br />&amp;";
        }
    }

    /// <summary>The n-grams of every other text, so that the rest have some that are not known.</summary>
    static NGramTable NGramsOf(PreprocessConfig preprocessing, IEnumerable<string> texts)
    {
        var extractor = new NGramExtractor(new Tokenizer(preprocessing), preprocessing.NGrams!);
        return new NGramTable([.. texts.Where((_, i) => i % 2 == 1).SelectMany(text => extractor.Extract(text).ToArray()).Distinct().Order()]);
    }

    static Probe Probe(string text, TextEncoder encoder, ReferenceClassifier reference)
    {
        var ids = new long[encoder.SequenceLength];
        if (encoder.NGrams is null)
        {
            encoder.Encode(text, ids);
            return Bundle.Probe.Of(text, ids, reference.FloatLogits(ids));
        }

        var nGrams = new NGramIds();
        encoder.Encode(text, ids, nGrams);
        return Bundle.Probe.Of(text, ids, reference.FloatLogits(ids, nGrams.Values), nGrams.Values.ToArray());
    }
}
