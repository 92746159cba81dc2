using RnnToolkit.Preprocess;

namespace RnnToolkit.Graphs.TextInput;

/// <summary>Keeps as many tokens of each text as the sequence length says, and pads.</summary>
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

        // Each id gets a column. What is not an id, or is not kept, goes to an extra last column, which is cut off.
        var place = ops.Subtract("ids.place", count, ops.Number(1));
        var needsTotal = config.Padding == PaddingSide.Left || config.Truncation != Truncation.First;
        var all = needsTotal ? ops.Columns("ids.all", count, -1, long.MaxValue) : ""; // [B, 1]
        string? isDropped = null;
        if (config.Truncation != Truncation.First)
        {
            (place, isDropped) = MoveTail(ops, config, all, place);
        }

        if (config.Padding == PaddingSide.Left)
        {
            var total = ops.Minimum("ids.total", all, length); // [B, 1]
            place = ops.Add("ids.padded_place", place, ops.Subtract("ids.padding", length, total));
        }

        isDropped ??= ops.IsGreater("ids.late", count, length);
        var isUsed = ops.Multiply("ids.used", isThere, ops.Not("ids.early", isDropped));
        var target = ops.WhereEqual("ids.target", isUsed, ops.Number(1), place, length);
        var shape = ops.Join("ids.shape", 0, batchSize, ops.Number(config.SequenceLength + 1));
        var row = ops.ScatterAdd("ids.row", ops.Zeros("ids.zeros", shape), target, ops.Multiply("ids.values", found, isUsed));
        return ops.Columns(name, row, 0, config.SequenceLength);
    }

    /// <summary>The places of the tokens when some of them come from the end of the text, and the mask of those between head and tail.</summary>
    /// <param name="all">The number of tokens of each text [B, 1].</param>
    static (string Place, string IsDropped) MoveTail(IntegerOps ops, PreprocessConfig config, string all, string place)
    {
        var head = ops.Number(config.Truncation == Truncation.HeadTail ? config.SequenceLength / 3 : 0);
        var excess = ops.Subtract("ids.excess", all, ops.Number(config.SequenceLength)); // [B, 1]
        var tooMany = ops.Multiply("ids.too_many", excess, ops.IsGreater("ids.is_too_long", excess, ops.Number(0)));
        var isTail = ops.Not("ids.is_tail", ops.IsGreater("ids.is_head", head, place));
        var moved = ops.Subtract("ids.moved", place, ops.Multiply("ids.shift", isTail, tooMany));
        return (moved, ops.Multiply("ids.between", isTail, ops.IsGreater("ids.is_before_tail", head, moved)));
    }
}
