using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Graphs.Padding;

/// <summary>
/// The states of the recurrent layers after every number of padding steps. Left padding comes before the text, so these states are the
/// same for all texts: a graph that has them need not run the steps.
/// </summary>
/// <param name="Steps">The largest number of steps, K.</param>
/// <param name="Tables">A table [K + 1, H] for each state of each layer, by the state's name; row k is the state after k steps.</param>
public sealed record PaddingStates(int Steps, IReadOnlyDictionary<string, float[]> Tables)
{
    /// <summary>The largest tables that are worth their place in the file and their time at export.</summary>
    public const long MaxBytes = 16L << 20;

    /// <summary>
    /// How many steps the tables of a classifier cover; 0 when it has none. Padding must come first for every layer, and the tables
    /// must not be too large. The last id of a text is always run, so that there is a step to run.
    /// </summary>
    public static int StepsOf(ModelConfig config, PreprocessConfig preprocessing)
    {
        var tables = config.Layers * NamesOf(config, layer: 0).Length;
        var bytes = (long)preprocessing.SequenceLength * tables * config.HiddenSize * sizeof(float);
        return preprocessing.Padding == PaddingSide.Left && !config.MaskPadding && !config.Bidirectional && bytes <= MaxBytes ? preprocessing.SequenceLength - 1 : 0;
    }

    /// <summary>Names of what a layer remembers from one time step to the next, in the order of its operator's inputs and outputs.</summary>
    public static string[] NamesOf(ModelConfig config, int layer)
    {
        var hidden = Invariant($"{ParameterNames.RecurrentModule}.layer{layer}.hidden");
        return config.Cell is RecurrentCell.Lstm ? [hidden, Invariant($"{ParameterNames.RecurrentModule}.layer{layer}.cell")] : [hidden];
    }
}
