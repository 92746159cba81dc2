using System.Globalization;
using RnnToolkit.Bundle;

namespace RnnToolkit.Trainer.Configuration;

/// <summary>A cell and a number of layers: <c>gru1</c>. Everything else follows from the configuration.</summary>
public readonly record struct ModelKind(RecurrentCell Cell, int Layers)
{
    /// <summary>The paper's six, in the order of its table.</summary>
    public static IReadOnlyList<ModelKind> All { get; } =
        [.. from cell in Enum.GetValues<RecurrentCell>() from layers in new[] { 1, 2 } select new ModelKind(cell, layers)];

    /// <summary>The cell in lower case and the number of layers: <c>rnn1</c>, <c>lstm2</c>, <c>gru3</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Cell.ToString().ToLowerInvariant()}{Layers}");

    /// <summary>The model with a name; null when it is not one.</summary>
    public static ModelKind? Named(string name)
    {
        var kinds =
            from cell in Enum.GetValues<RecurrentCell>()
            from layers in Enumerable.Range(1, ModelConfig.MaxLayers)
            select new ModelKind(cell, layers);
        var named = kinds.Where(kind => kind.Name == name).ToList();
        return named.Count == 0 ? null : named[0];
    }

    /// <summary>Parses <c>all</c> or a comma-separated list of names.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="kinds">The models, each once, ordered by cell, then by layers.</param>
    /// <returns>The problem, or null.</returns>
    public static string? Parse(string text, out IReadOnlyList<ModelKind> kinds)
    {
        kinds = All;
        if (text == "all")
        {
            return null;
        }

        var names = text.Split(',', StringSplitOptions.TrimEntries);
        kinds = [.. names.Select(Named).OfType<ModelKind>().Distinct().OrderBy(kind => kind.Cell).ThenBy(kind => kind.Layers)];
        return names.FirstOrDefault(name => Named(name) is null) is { } unknown
            ? $"--models: found \"{unknown}\", expected all, or a comma-separated list of names such as gru1: rnn, lstm or gru and 1 to {ModelConfig.MaxLayers} layers"
            : null;
    }
}
