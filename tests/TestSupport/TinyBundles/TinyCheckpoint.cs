using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;

namespace RnnToolkit.TestSupport.TinyBundles;

/// <summary>A small valid checkpoint.</summary>
public static class TinyCheckpoint
{
    /// <summary>Makes it, with seeded weights.</summary>
    public static Checkpoint Create(RecurrentCell cell = RecurrentCell.Gru)
    {
        var model = new ModelConfig { Cell = cell, EmbeddingSize = 3, HiddenSize = 2, VocabularySize = 3 };
        var weights = new StateDict();
        var random = new Random(1);
        foreach (var (name, shape) in model.Parameters())
        {
            weights.Add(new NamedTensor(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => random.NextSingle())]));
        }

        return new Checkpoint
        {
            Config = new CheckpointConfig { Model = model, Name = model.ShortName, Preprocessing = new PreprocessConfig { SequenceLength = 4 } },
            Metrics = [new EpochMetrics(1, 0.7, 0.6, 0.55)],
            Probes = [new Probe("good film", [0, 0, 1, 2], 0.125f)],
            Test = new ClassificationMetrics(4, 3, 2, 1),
            Vocabulary = new Vocabulary(["good", "film"]),
            Weights = weights,
        };
    }
}
