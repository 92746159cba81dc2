using System.Globalization;

namespace RnnToolkit.Bundle;

/// <summary>What the labels of a classifier may be.</summary>
public static class LabelRules
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 200;

    /// <summary>Every problem of the names and the threshold of a model, one line each.</summary>
    /// <param name="labels">The names.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="classes">How many classes the model has.</param>
    public static IEnumerable<string> Validate(IReadOnlyList<string> labels, double threshold, int classes = LabelSet.MinCount)
    {
        foreach (var problem in Validate(labels))
        {
            yield return problem;
        }

        if (labels.Count != classes)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"labels has {labels.Count} names, expected {classes}, one for each class of the model");
        }

        if (threshold is not (>= 0 and <= 1))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"threshold is {threshold}, expected 0 to 1");
        }
    }

    /// <summary>Every problem of names, one line each.</summary>
    public static IEnumerable<string> Validate(IReadOnlyList<string> labels)
    {
        if (labels.Count is < LabelSet.MinCount or > LabelSet.MaxCount)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"labels has {labels.Count} names, expected {LabelSet.MinCount} to {LabelSet.MaxCount}");
        }

        if (labels.Any(string.IsNullOrWhiteSpace) || labels.Distinct(StringComparer.Ordinal).Count() < labels.Count)
        {
            yield return $"labels is [{string.Join(", ", labels)}], expected different names";
        }

        foreach (var label in labels.Where(label => label is not null && !IsUsable(label)))
        {
            yield return $"labels has \"{label}\", expected at most {MaxLength} characters, none of them a control character";
        }
    }

    /// <summary>Whether a name is neither too long nor has a control character.</summary>
    public static bool IsUsable(string label) => label.Length <= MaxLength && !label.Any(char.IsControl);
}
