using Microsoft.ML.OnnxRuntime;
using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Padding;
using RnnToolkit.Inference;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Exporter.Verification;

/// <summary>A way to score the texts whose logits are known.</summary>
/// <param name="Name">In words: "with length buckets".</param>
/// <param name="Score">Scores so many texts from an index on.</param>
sealed record ScoringRoute(string Name, Func<int, int, Scored[]> Score)
{
    /// <summary>Whether short texts skip their padding.</summary>
    public bool LengthBuckets { get; init; }

    /// <summary>Whether the graph takes raw text.</summary>
    public bool FromText { get; init; }

    /// <summary>What computes the scores.</summary>
    public ExecutionProvider Provider { get; init; }

    /// <summary>Whether short texts run without all of their padding: where it is not read, or where the graph has tables of the states after it.</summary>
    public static bool LeavesOutPadding(ModelConfig model, PreprocessConfig preprocessing) =>
        model.MaskPadding || PaddingStates.StepsOf(model, preprocessing) > 0;

    /// <summary>
    /// The ways in which a bundle may be scored, each of which must give the numbers: with length buckets where padding can be skipped,
    /// over whole rows, and through <c>text.onnx</c>.
    /// </summary>
    /// <param name="textEncoder">The encoder whose ids <c>text.onnx</c> must give; null to leave that graph out.</param>
    /// <param name="provider">What computes the scores; there is no falling back.</param>
    /// <returns>Routes, each of which can be used until the next is asked for.</returns>
    public static IEnumerable<ScoringRoute> Of(
        string bundle, string[] texts, TextEncoder? textEncoder = null, ExecutionProvider provider = ExecutionProvider.Cpu)
    {
        var options = new TextClassifierOptions { ExecutionProvider = provider, FallBackToCpu = false, MaxBatchSize = BatchPlan.LargestBatch };
        var hasBuckets = false;
        using (var classifier = TextClassifier.Load(bundle, options))
        {
            hasBuckets = classifier.LengthBucketWidth > 0;
            yield return Of(classifier, texts);
        }

        if (hasBuckets)
        {
            using var classifier = TextClassifier.Load(bundle, options with { LengthBucketWidth = 0 });
            yield return Of(classifier, texts);
        }

        if (textEncoder is not null)
        {
            using var graph = new TextGraph(Path.Combine(bundle, ModelBundle.TextGraphFile), textEncoder);
            yield return new ScoringRoute(
                $"through {ModelBundle.TextGraphFile}", (first, count) => graph.Score(new ArraySegment<string>(texts, first, count)))
            {
                FromText = true,
            };
        }
    }

    static ScoringRoute Of(TextClassifier classifier, string[] texts) => new(
        classifier.LengthBucketWidth > 0 ? "with length buckets" : "over whole rows",
        (first, count) =>
        {
            var scores = new Scored[count];
            classifier.Run(
                new ArraySegment<string>(texts, first, count),
                (text, logits, probabilities) => scores[text] = new Scored(logits.ToArray(), probabilities.ToArray()),
                CancellationToken.None);
            return scores;
        })
    {
        LengthBuckets = classifier.LengthBucketWidth > 0,
        Provider = classifier.ExecutionProvider,
    };
}

/// <summary>What a graph says of one text.</summary>
/// <param name="Logits">The logits [K].</param>
/// <param name="Probabilities">The probabilities [K]: with two classes the one of label 1.</param>
readonly record struct Scored(float[] Logits, float[] Probabilities)
{
    /// <summary>The results of a batch, each [B, K].</summary>
    public static Scored[] From(OrtValue logits, OrtValue probabilities) =>
        [.. Rows(logits).Zip(Rows(probabilities), (values, shares) => new Scored(values, shares))];

    static IEnumerable<float[]> Rows(OrtValue values)
    {
        var rows = (int)values.GetTensorTypeAndShape().Shape[0];
        var data = values.GetTensorDataAsSpan<float>().ToArray();
        return data.Chunk(data.Length / rows);
    }
}
