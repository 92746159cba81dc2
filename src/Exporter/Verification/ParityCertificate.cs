using System.Text.Json;
using System.Text.Json.Serialization;
using RnnToolkit.Bundle;

namespace RnnToolkit.Exporter.Verification;

/// <summary>The <c>parity.json</c> of a bundle: what came out when the whole test set was scored from raw text and compared with the trainer.</summary>
sealed record ParityCertificate
{
    /// <summary>Version of this file's format. 2 has <see cref="Bounds"/> in place of one tolerance, and <see cref="ChaoticTexts"/>.</summary>
    public int FormatVersion { get; init; } = 2;

    /// <summary>Texts of the test set; all of them were compared.</summary>
    public required int Texts { get; init; }

    /// <summary>SHA-256 of the checkpoint's test-logits.jsonl, which names the texts and their logits.</summary>
    public required string TestLogitsSha256 { get; init; }

    /// <summary>By what these logits were divided before the comparison; null where they were not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Temperature { get; init; }

    /// <summary>How the weights are stored.</summary>
    public required WeightPrecision Precision { get; init; }

    /// <summary>What computed the bundle's scores.</summary>
    public required string Provider { get; init; }

    /// <summary>The release of ONNX Runtime.</summary>
    public required string OnnxRuntime { get; init; }

    /// <summary>What the bundle had to keep.</summary>
    public required ParityBounds Bounds { get; init; }

    /// <summary>Share of texts that the trainer's logits score right.</summary>
    public required double TrainerAccuracy { get; init; }

    /// <summary>One entry for each way of cutting the test set into batches, with length buckets and then without.</summary>
    public required IReadOnlyList<BatchParity> Batches { get; init; }

    /// <summary>The graph that takes raw text, which gave the ids of training for every text; null when the bundle has none.</summary>
    public required BatchParity? FromText { get; init; }

    /// <summary>Texts beyond the tolerance that float64 decided on: each is explained by the last bits of its input.</summary>
    public required IReadOnlyList<ChaoticText> ChaoticTexts { get; init; }

    /// <summary>The bytes of the file.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ParityJson.Default.ParityCertificate);
}

/// <summary>What a bundle must keep on a test set; null where something else is bounded.</summary>
/// <param name="Difference">The largest difference of a probability, but for the chaotic texts.</param>
/// <param name="FlipShare">The largest share of labels that differ from float32's.</param>
/// <param name="AccuracyChange">The largest change of the accuracy.</param>
sealed record ParityBounds(double? Difference, double FlipShare, double? AccuracyChange);

/// <summary>The comparison at one batch size.</summary>
/// <param name="BatchSize">The size, or <c>ragged</c> for changing sizes.</param>
/// <param name="LengthBuckets">Whether short texts skipped their padding.</param>
/// <param name="LargestDifference">The largest difference of a probability.</param>
/// <param name="MeanDifference">The mean difference of a probability.</param>
/// <param name="LargestLogitDifference">The largest difference of a logit.</param>
/// <param name="Flips">Texts whose label differs.</param>
/// <param name="Accuracy">Share of texts that the bundle scores right.</param>
sealed record BatchParity(
    string BatchSize,
    bool LengthBuckets,
    double LargestDifference,
    double MeanDifference,
    double LargestLogitDifference,
    int Flips,
    double Accuracy)
{
    /// <summary>Whether it is the graph that takes raw text.</summary>
    [JsonIgnore]
    public bool FromText { get; private init; }

    /// <summary>The result of one pass over the test set.</summary>
    public static BatchParity Of(ScoreComparison comparison, ScoringRoute route, BatchPlan plan, double accuracy) => new(
        plan.Name,
        route.LengthBuckets,
        comparison.LargestDifference,
        comparison.MeanDifference,
        comparison.LargestLogitDifference,
        comparison.LabelFlips,
        accuracy)
    {
        FromText = route.FromText,
    };
}

[JsonSourceGenerationOptions(
    IndentSize = 2,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    Converters = [typeof(LowerCasePrecision)])]
[JsonSerializable(typeof(ParityCertificate))]
sealed partial class ParityJson : JsonSerializerContext;

/// <summary>Precisions as bundle.json writes them.</summary>
sealed class LowerCasePrecision() : JsonStringEnumConverter<WeightPrecision>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
