using System.Text.Json.Serialization;

namespace RnnToolkit.Bundle;

/// <summary>One line of <c>probes.jsonl</c> or <c>golden.jsonl</c>: a text and what the trainer made of it.</summary>
/// <param name="Text">Raw text.</param>
/// <param name="Ids">Its token ids, padded.</param>
/// <param name="Logit">The logit in float32, by TorchSharp, of a model with two classes; null with more.</param>
/// <param name="Logits">The logits of all classes when there are more than two; null with two.</param>
/// <param name="NGrams">The ids of its n-grams, ascending, for a model with a wide channel; null without one.</param>
public sealed record Probe(
    string Text,
    IReadOnlyList<long> Ids,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] float? Logit = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<float>? Logits = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<int>? NGrams = null)
{
    /// <summary>The logits, K of them: one for two classes, else one a class.</summary>
    [JsonIgnore]
    public float[] Outputs => OutputLogits.Of(Logit, Logits);

    /// <summary>A probe from K logits.</summary>
    public static Probe Of(string text, IReadOnlyList<long> ids, ReadOnlySpan<float> outputs, IReadOnlyList<int>? nGrams = null) =>
        outputs.Length == 1 ? new(text, ids, outputs[0], null, nGrams) : new(text, ids, null, outputs.ToArray(), nGrams);

    /// <summary>What does not fit the model, in one line each.</summary>
    internal IEnumerable<string> Validate(ModelConfig model)
    {
        foreach (var problem in OutputLogits.Validate(Logit, Logits, model.OutputCount))
        {
            yield return problem;
        }

        if (NGrams is null != (model.WideSize == 0))
        {
            yield return NGrams is null ? "nGrams is missing, expected the n-grams of the wide channel" : "nGrams is there, expected none without a wide channel";
        }
        else if (NGrams?.FirstOrDefault(id => id < 1 || id > model.WideSize) is { } id and not 0)
        {
            yield return $"nGrams has {id}, expected 1 to {model.WideSize}";
        }
    }
}
