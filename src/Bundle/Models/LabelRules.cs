using System.Globalization;

namespace RnnToolkit.Bundle;

static class LabelRules
{
    const int MaxLength = 200;

    public static IEnumerable<string> Validate(IReadOnlyList<string> labels, double threshold)
    {
        if (labels.Count != 2 || labels.Any(string.IsNullOrWhiteSpace) || labels[0] == labels[1])
        {
            yield return $"labels is [{string.Join(", ", labels)}], expected two different names";
        }

        foreach (var label in labels.Where(label => label?.Length > MaxLength || label?.Any(char.IsControl) is true))
        {
            yield return $"labels has \"{label}\", expected at most {MaxLength} characters, none of them a control character";
        }

        if (threshold is not (>= 0 and <= 1))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"threshold is {threshold}, expected 0 to 1");
        }
    }
}
