using RnnToolkit.Bundle;

namespace RnnToolkit.Trainer.Configuration;

/// <summary>One of the six models: a cell and one or two layers.</summary>
public readonly record struct ModelKind(RecurrentCell Cell, int Layers)
{
    /// <summary>The six, in the order of the table.</summary>
    public static IReadOnlyList<ModelKind> All { get; } =
        [.. from cell in Enum.GetValues<RecurrentCell>() from layers in new[] { 1, 2 } select new ModelKind(cell, layers)];

    /// <summary><c>rnn1</c>, <c>rnn2</c>, <c>lstm1</c>, <c>lstm2</c>, <c>gru1</c> or <c>gru2</c>.</summary>
    public string Name => $"{Cell.ToString().ToLowerInvariant()}{Layers}";

    /// <summary>Parses <c>all</c> or a comma-separated list of names.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="kinds">The models, each once, in the order of the table.</param>
    /// <returns>The problem, or null.</returns>
    public static string? Parse(string text, out IReadOnlyList<ModelKind> kinds)
    {
        kinds = All;
        if (text == "all")
        {
            return null;
        }

        var names = text.Split(',', StringSplitOptions.TrimEntries);
        kinds = [.. All.Where(kind => names.Contains(kind.Name))];
        return names.FirstOrDefault(name => All.All(kind => kind.Name != name)) is { } unknown
            ? $"--models: found \"{unknown}\", expected all, or a comma-separated list of {string.Join(", ", All.Select(kind => kind.Name))}"
            : null;
    }
}
