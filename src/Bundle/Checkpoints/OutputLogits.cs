namespace RnnToolkit.Bundle;

/// <summary>The logits of a line: <c>logit</c>, a number, for two classes; <c>logits</c>, a number a class, for more.</summary>
static class OutputLogits
{
    public static float[] Of(float? logit, IReadOnlyList<float>? logits) => logit is { } single ? [single] : [.. logits ?? []];

    public static IEnumerable<string> Validate(float? logit, IReadOnlyList<float>? logits, int outputCount)
    {
        if (outputCount == 1)
        {
            if (logit is null || logits is not null)
            {
                yield return logit is null ? "logit is missing" : "logits is there, expected logit alone for two classes";
            }
        }
        else if (logit is not null || logits?.Count != outputCount)
        {
            yield return logit is not null
                ? $"logit is there, expected logits with {outputCount} numbers"
                : $"logits has {logits?.Count ?? 0} numbers, expected {outputCount}";
        }
    }
}
