using RnnToolkit.Preprocess;

namespace RnnToolkit.Bundle.Tests;

/// <summary>A small bundle that is valid except for its graph, which these tests do not run.</summary>
static class TinyManifest
{
    public static Dictionary<string, byte[]> Files { get; } = new()
    {
        [ModelBundle.GraphFile] = [1, 2, 3],
        [ModelBundle.VocabularyFileName] = "good\nfilm\n"u8.ToArray(),
        [ModelBundle.GoldenFile] = "{\"text\":\"good\",\"ids\":[0,1],\"logit\":0.5}\n"u8.ToArray(),
    };

    public static BundleManifest Manifest { get; } = new()
    {
        Files = new Dictionary<string, FileFingerprint>(),
        Graph = new GraphInfo(
            ModelBundle.GraphFile, 17, 8, WeightPrecision.Fp32,
            [new(GraphTensorNames.InputIds, "int64", [GraphTensorNames.BatchAxis, GraphTensorNames.SequenceAxis])],
            [new(GraphTensorNames.Logits, "float32", [GraphTensorNames.BatchAxis, "1"])],
            "1.12"),
        Labels = ["neg", "pos"],
        Metrics = new TrainingMetrics(1, 0.5, 0.75, new ClassificationMetrics(4, 3, 2, 1)),
        Model = new ModelConfig { Cell = RecurrentCell.Lstm, VocabularySize = 3 },
        Name = "lstm1",
        Preprocessing = new PreprocessConfig(),
        PreprocessingSha256 = new PreprocessConfig().Fingerprint(),
        Threshold = 0.5,
        Vocabulary = new VocabularyInfo(ModelBundle.VocabularyFileName, 2),
    };
}
