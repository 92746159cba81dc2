using RnnToolkit.Preprocess;

namespace RnnToolkit.Graphs.TextInput;

/// <summary>Keeps the first tokens of each text and pads.</summary>
static class PackingEmitter
{
    /// <summary>Adds the ids [B, sequence length].</summary>
    /// <param name="config">The length, and the side of the padding.</param>
    /// <param name="batchSize">B, as a tensor of shape [1].</param>
    /// <param name="found">Ids [B, any], with <see cref="LookUpEmitter.None"/> among them.</param>
    public static string Emit(IntegerOps ops, PreprocessConfig config, string batchSize, string found, string name)
    {
        var length = ops.Number(config.SequenceLength);
        var isThere = ops.IsGreater("ids.there", found, ops.Number(LookUpEmitter.None));
        var count = ops.RunningSum("ids.count", isThere, exclusive: false);

        // Each id gets a column. What is not an id, or is beyond the sequence length, goes to an extra last column, which is cut off.
        var place = ops.Subtract("ids.place", count, ops.Number(1));
        if (config.Padding == PaddingSide.Left)
        {
            var total = ops.Minimum("ids.total", ops.Columns("ids.all", count, -1, long.MaxValue), length); // [B, 1]
            place = ops.Add("ids.padded_place", place, ops.Subtract("ids.padding", length, total));
        }

        var isLate = ops.IsGreater("ids.late", count, length);
        var isUsed = ops.Multiply("ids.used", isThere, ops.Not("ids.early", isLate));
        var target = ops.WhereEqual("ids.target", isUsed, ops.Number(1), place, length);
        var shape = ops.Join("ids.shape", 0, batchSize, ops.Number(config.SequenceLength + 1));
        var row = ops.ScatterAdd("ids.row", ops.Zeros("ids.zeros", shape), target, ops.Multiply("ids.values", found, isUsed));
        return ops.Columns(name, row, 0, config.SequenceLength);
    }
}
