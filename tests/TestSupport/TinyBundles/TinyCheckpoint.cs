using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Reference;
using RnnToolkit.Preprocess;

namespace RnnToolkit.TestSupport.TinyBundles;

/// <summary>A small checkpoint as the trainer writes it: seeded weights, probes with the logits of PyTorch's equations.</summary>
public static class TinyCheckpoint
{
    static readonly string[] s_words = ["good", "bad", "film", "plot", "great", "dull", "actor", "ending", "music", "slow", "love", "hate"];

    /// <summary>Makes it.</summary>
    public static Checkpoint Create(RecurrentCell cell = RecurrentCell.Gru, int layers = 1, bool bidirectional = false, int seed = 1)
    {
        var config = TestModels.Config(cell, layers, bidirectional);
        var weights = TestModels.Weights(config, seed);
        var reference = new ReferenceClassifier(config, weights);
        var encoder = new TextEncoder(new PreprocessConfig { SequenceLength = 10 }, new Vocabulary(s_words));
        return new Checkpoint
        {
            Config = new CheckpointConfig { Name = config.ShortName, Model = config, Preprocessing = encoder.Config },
            Weights = weights,
            Vocabulary = encoder.Vocabulary,
            Metrics = [new EpochMetrics(1, 0.7, 0.65, 0.6), new EpochMetrics(2, 0.6, 0.55, 0.7)],
            Probes = [.. Texts(seed).Select(text => Probe(text, encoder, reference))],
            Test = new ClassificationMetrics(40, 10, 35, 15),
        };
    }

    /// <summary>Texts of all lengths, with words outside the vocabulary, and one without any word.</summary>
    static IEnumerable<string> Texts(int seed)
    {
        var random = new Random(seed);
        yield return "";
        for (var length = 1; length < 40; length++)
        {
            yield return string.Join(' ', Enumerable.Range(0, length).Select(_ =>
                random.Next(8) == 0 ? "unheard" : s_words[random.Next(s_words.Length)])) + "<br />.";
        }
    }

    static Probe Probe(string text, TextEncoder encoder, ReferenceClassifier reference)
    {
        var ids = new long[encoder.SequenceLength];
        encoder.Encode(text, ids);
        return new Probe(text, ids, (float)reference.Logit(ids));
    }
}
