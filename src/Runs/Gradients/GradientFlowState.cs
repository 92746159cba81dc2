using System.Globalization;

namespace RnnToolkit.Runs;

/// <summary>The gradients with one set of weights.</summary>
public sealed record GradientFlowState
{
    /// <summary>Which weights.</summary>
    public required WeightState State { get; init; }

    /// <summary>Mean cross entropy of the texts.</summary>
    public required double Loss { get; init; }

    /// <summary>Every layer from the bottom up; of a layer, the forward direction comes first.</summary>
    public required IReadOnlyList<LayerGradientFlow> Layers { get; init; }

    internal IEnumerable<string> Validate(string name, int steps)
    {
        if (!(Loss >= 0))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{name}.loss is {Loss}, expected 0 or more");
        }

        if (Layers.Count == 0)
        {
            yield return $"{name}.layers is empty, expected a layer";
        }

        foreach (var problem in Layers.Index().SelectMany(layer => layer.Item.Validate($"{name}.layers[{layer.Index}]", steps)))
        {
            yield return problem;
        }
    }
}
