using System.Text.Json.Serialization;

namespace RnnToolkit.Bundle;

/// <summary>One line of a checkpoint's <c>test-logits.jsonl</c>: what the trainer made of one text of the test set.</summary>
/// <param name="Id">The text's id in the data set.</param>
/// <param name="Label">The index of its label, counted from 0.</param>
/// <param name="Logit">The logit in float32, by TorchSharp, of a model with two classes; null with more.</param>
/// <param name="Logits">The logits of all classes when there are more than two; null with two.</param>
public sealed record RecordedLogit(
    string Id,
    int Label,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] float? Logit = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<float>? Logits = null)
{
    /// <summary>The logits, K of them: one for two classes, else one a class.</summary>
    [JsonIgnore]
    public float[] Outputs => OutputLogits.Of(Logit, Logits);

    /// <summary>A record of K logits.</summary>
    public static RecordedLogit Of(string id, int label, ReadOnlySpan<float> outputs) =>
        outputs.Length == 1 ? new(id, label, outputs[0]) : new(id, label, null, outputs.ToArray());

    /// <summary>What does not fit the model, in one line each.</summary>
    internal IEnumerable<string> Validate(ModelConfig model)
    {
        if (Label < 0 || Label >= model.Classes)
        {
            yield return $"label is {Label}, expected 0 to {model.Classes - 1}";
        }

        foreach (var problem in OutputLogits.Validate(Logit, Logits, model.OutputCount))
        {
            yield return problem;
        }
    }
}
