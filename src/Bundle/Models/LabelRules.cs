using System.Globalization;

namespace RnnToolkit.Bundle;

static class LabelRules
{
    public static IEnumerable<string> Validate(IReadOnlyList<string> labels, double threshold)
    {
        if (labels.Count != 2 || labels.Any(string.IsNullOrWhiteSpace) || labels[0] == labels[1])
        {
            yield return $"labels is [{string.Join(", ", labels)}], expected two different names";
        }

        if (threshold is not (>= 0 and <= 1))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"threshold is {threshold}, expected 0 to 1");
        }
    }
}
