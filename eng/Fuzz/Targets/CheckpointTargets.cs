using RnnToolkit.Bundle;
using RnnToolkit.Fuzz.Mutations;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Fuzz.Targets;

/// <summary>The text files of a checkpoint, one at a time, while the others are sound.</summary>
static class CheckpointTargets
{
    static readonly string[] s_words = ["good", "bad", "film", "plot"];
    static readonly string[] s_texts = ["", "good film", "bad plot <br /> good"];

    public static IEnumerable<FuzzTarget> Create(string scratch)
    {
        yield return Create(scratch, "checkpoint-config", Checkpoint.ConfigFile, Json.Mutate);
        yield return Create(scratch, "checkpoint-vocabulary", Checkpoint.VocabularyFileName, (bytes, random) => Bytes.Mutate(bytes, bytes, random));
        yield return Create(scratch, "checkpoint-metrics", Checkpoint.MetricsFile, Json.MutateLine);
        yield return Create(scratch, "checkpoint-probes", Checkpoint.ProbesFile, Json.MutateLine);
        yield return Create(scratch, "checkpoint-test", Checkpoint.TestFile, Json.Mutate);
    }

    static FuzzTarget Create(string scratch, string name, string file, Func<byte[], Random, byte[]> mutate)
    {
        var folder = Scratch.Folder(scratch, name);
        Valid().Write(folder);
        var path = Path.Combine(folder, file);
        return new(
            name,
            [File.ReadAllBytes(path)],
            mutate,
            (bytes, _) =>
            {
                File.WriteAllBytes(path, bytes);
                Checkpoint.Read(folder);
            },
            typeof(ArtifactFormatException));
    }

    static Checkpoint Valid()
    {
        var model = new ModelConfig { Cell = RecurrentCell.Gru, Layers = 1, VocabularySize = s_words.Length + 1, EmbeddingSize = 3, HiddenSize = 2 };
        var encoder = new TextEncoder(new PreprocessConfig { SequenceLength = 6 }, new Vocabulary(s_words));
        var weights = new StateDict();
        foreach (var (name, shape) in model.Parameters())
        {
            weights.Add(new NamedTensor(name, shape, new float[shape.Aggregate(1L, (a, b) => a * b)]));
        }

        return new Checkpoint
        {
            Config = new CheckpointConfig { Name = model.ShortName, Model = model, Preprocessing = encoder.Config },
            Weights = weights,
            Vocabulary = encoder.Vocabulary,
            Metrics = [new EpochMetrics(1, 0.7, 0.65, 0.6), new EpochMetrics(2, 0.6, 0.55, 0.7)],
            Probes = [.. s_texts.Select(text => Probe(encoder, text))],
            Test = new ClassificationMetrics(4, 1, 3, 2),
        };
    }

    static Probe Probe(TextEncoder encoder, string text)
    {
        var ids = new long[encoder.SequenceLength];
        encoder.Encode(text, ids);
        return new Probe(text, ids, 0.25f);
    }
}
