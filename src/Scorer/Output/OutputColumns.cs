using RnnToolkit.Scorer.Options;

namespace RnnToolkit.Scorer.Output;

/// <summary>The columns of the output.</summary>
sealed class OutputColumns
{
    const string ProbabilityPrefix = "probability_";
    const string InputPrefix = "input_";

    static readonly string[] s_always = ["id", "label", "probability", "status", "offset"];

    OutputColumns(IReadOnlyList<string> probabilities, IReadOnlyList<string> others) => (Probabilities, Others) = (probabilities, others);

    /// <summary>The labels whose probabilities are written; empty when only that of the predicted one is.</summary>
    public IReadOnlyList<string> Probabilities { get; }

    /// <summary>The names that columns of the input have in the output.</summary>
    public IReadOnlyList<string> Others { get; }

    /// <summary>The names of all columns of a table.</summary>
    public IEnumerable<string> Names => [.. s_always, .. Probabilities.Select(label => ProbabilityPrefix + label), .. Others];

    /// <summary>The columns that the options ask for. A column of the input whose name is taken gets a prefix.</summary>
    /// <param name="options">The options.</param>
    /// <param name="labels">The labels of the bundle.</param>
    public static OutputColumns For(ScoreOptions options, IReadOnlyList<string> labels)
    {
        var probabilities = options.Probabilities ? labels : [];
        var taken = new OutputColumns(probabilities, []).Names.Append("probabilities").ToHashSet(StringComparer.Ordinal);
        var others = new List<string>();
        foreach (var column in options.Columns.OtherColumns)
        {
            var name = column;
            while (!taken.Add(name))
            {
                name = InputPrefix + name;
            }

            others.Add(name);
        }

        return new OutputColumns(probabilities, others);
    }
}
