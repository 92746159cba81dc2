using RnnToolkit.Reports.Figures;
using RnnToolkit.Reports.Models;
using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Sections;

/// <summary>What sections are made of.</summary>
/// <param name="runs">The runs.</param>
/// <param name="models">Their models.</param>
/// <param name="options">What else to show.</param>
sealed class ReportContent(IReadOnlyList<TrainedRun> runs, IReadOnlyList<ReportedModel> models, ReportOptions options)
{
    readonly List<NamedFigure> _figures = [];

    public IReadOnlyList<TrainedRun> Runs => runs;

    public IReadOnlyList<ReportedModel> Models => models;

    public ReportOptions Options => options;

    /// <summary>The models from the most accurate down; those without predictions are left out.</summary>
    public IReadOnlyList<ReportedModel> Ranked { get; } =
        [.. models.Where(model => model.Evaluated.Count > 0).OrderByDescending(model => model.Accuracy).ThenBy(model => model.Name, StringComparer.Ordinal)];

    public IReadOnlyList<NamedFigure> Figures => _figures;

    /// <summary>What the numbers are about, such as "25,000 test texts".</summary>
    public string TextsInWords => Ranked.Count == 0 ? "texts" : Ranked.Select(model => $"{Words.Count(model.First.Texts?.Count ?? 0)} {model.First.Part} texts").Distinct().ToList() is [var one] ? one : "their texts";

    /// <summary>Names a figure for a file of its own, and returns it.</summary>
    public T Keep<T>(string name, T figure)
        where T : Figure
    {
        var plain = new string([.. name.Select(character => char.IsAsciiLetterOrDigit(character) ? char.ToLowerInvariant(character) : '-')]);
        var unique = plain;
        for (var number = 2; _figures.Any(known => known.Name == unique); number++)
        {
            unique = Invariant($"{plain}-{number}");
        }

        _figures.Add(new NamedFigure(unique, figure));
        return figure;
    }

    /// <summary>The first models of a list, and a sentence about the others.</summary>
    public static (IReadOnlyList<ReportedModel> Shown, string? LeftOut) Cap(IReadOnlyList<ReportedModel> models, int most) =>
        models.Count <= most
            ? (models, null)
            : ([.. models.Take(most)], Invariant($"Shown are the first {most} of {models.Count} models; report fewer runs to see the others."));
}
