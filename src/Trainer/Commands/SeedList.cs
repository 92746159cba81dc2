using System.Globalization;

namespace RnnToolkit.Trainer.Commands;

/// <summary>The seeds of <c>--seeds</c>.</summary>
static class SeedList
{
    const int Most = 100;

    /// <summary>Parses numbers with commas between them.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="seeds">The seeds in the order in which they were written.</param>
    /// <returns>The problem, or null.</returns>
    public static string? Parse(string text, out IReadOnlyList<int> seeds)
    {
        seeds = [.. text.Split(',', StringSplitOptions.TrimEntries)
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : -1)];
        return seeds.Contains(-1) || seeds.Distinct().Count() < seeds.Count || seeds.Count is < 2 or > Most
            ? $"--seeds: found \"{text}\", expected 2 to {Most} different numbers separated by commas, such as 1,2,3"
            : null;
    }
}
