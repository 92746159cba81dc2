using RnnToolkit.Bundle;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Graphs.Tests;

/// <summary>Small classifiers of every kind whose padding is masked, and batches for them.</summary>
static class GeneralModels
{
    const int WideSize = 150; // more than one scale in int8

    static readonly int[] s_classes = [2, 3, 6];

    /// <summary>Every cell with one to three layers, in one and two directions, with every pooling, with and without n-grams; one, three and six logits take turns.</summary>
    public static IEnumerable<ModelConfig> All =>
        (from cell in Enum.GetValues<RecurrentCell>()
         from layers in new[] { 1, 2, 3 }
         from bidirectional in new[] { false, true }
         from pooling in Enum.GetValues<Pooling>()
         from wide in new[] { false, true }
         select Config(cell, layers, bidirectional, pooling, classes: 2, wide)).Select((config, i) => config with { Classes = s_classes[(i + config.Layers) % 3] });

    public static ModelConfig Config(
        RecurrentCell cell = RecurrentCell.Gru,
        int layers = 1,
        bool bidirectional = false,
        Pooling pooling = Pooling.Last,
        int classes = 2,
        bool wide = false) => TestModels.Config(cell, layers, bidirectional) with
        {
            MaskPadding = true,
            Pooling = pooling,
            Classes = classes,
            WideSize = wide ? WideSize : 0,
        };

    /// <summary>Texts of random lengths, an empty one and one that fills its row among them, padded on the right; and their n-grams, as many as each has.</summary>
    public static (long[][] Ids, int[][] NGramIds) Texts(ModelConfig config, int rows, int sequenceLength, int seed)
    {
        var random = new Random(seed);
        int[] lengths = [.. Enumerable.Range(0, rows).Select(row => row switch { 0 => sequenceLength, 1 => 0, _ => random.Next(sequenceLength + 1) })];
        var ids = Array.ConvertAll(lengths, length => Padded(
            [.. Enumerable.Range(0, length).Select(_ => random.NextInt64(1, config.VocabularySize))], sequenceLength));
        var nGramIds = Array.ConvertAll(lengths, length => config.WideSize == 0
            ? []
            : Enumerable.Range(0, 3 * length).Select(_ => random.Next(1, config.WideSize + 1)).Distinct().Order().ToArray());
        return (ids, nGramIds);
    }

    public static long[] Padded(long[] ids, int length) => [.. ids, .. new long[length - ids.Length]];

    /// <summary>The second input: a row for each text, padded with zeros; one column at least. Null without a wide channel.</summary>
    public static long[][]? Input(ModelConfig config, int[][] nGramIds, int morePadding = 0) => config.WideSize == 0
        ? null
        : Array.ConvertAll(nGramIds, row => Padded([.. row], Math.Max(1, nGramIds.Max(other => other.Length)) + morePadding));
}
