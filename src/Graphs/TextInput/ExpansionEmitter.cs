namespace RnnToolkit.Graphs.TextInput;

/// <summary>Puts the ids of its expansion in the place of each abbreviation.</summary>
static class ExpansionEmitter
{
    /// <summary>Adds the ids [B, T·(1 + X)] with X, the most ids of an expansion; <see cref="LookUpEmitter.None"/> fills up.</summary>
    /// <param name="expansions">The ids of each expansion; the first belongs to abbreviation 1.</param>
    /// <param name="abbreviations">For each character that ends a token the number of the abbreviation that it was, or 0 [B, C].</param>
    /// <param name="ids">The ids of the tokens [B, T].</param>
    public static string Emit(IntegerOps ops, IReadOnlyList<long[]> expansions, TokenRows tokens, string abbreviations, string ids)
    {
        var number = tokens.Segments.AtEnds(ops, "expansions.number", tokens.Zeros, abbreviations); // [B, T]
        var own = ops.WhereEqual("expansions.own", number, ops.Number(0), ids, ops.Number(LookUpEmitter.None));
        var widest = expansions.Max(expansion => expansion.Length);
        long[] table = [.. expansions.Prepend([]).SelectMany(expansion => Filled(expansion, widest))];
        var others = ops.Graph.Node(
            "Gather", "expansions.ids", [ops.Graph.Initializer("expansions.table", [expansions.Count + 1, widest], table), number], "expansions.ids")
            .With("axis", 0).Output; // [B, T, X]
        var own3 = ops.Graph.Node("Unsqueeze", "expansions.own.column", [own, ops.Number(2)], "expansions.own.column").Output; // [B, T, 1]
        var all = ops.Join("expansions.all", 2, own3, others); // [B, T, 1 + X]
        return ops.Graph.Node("Flatten", "expansions", [all], "expansions").With("axis", 1).Output;
    }

    static IEnumerable<long> Filled(long[] expansion, int width) => expansion.Concat(Enumerable.Repeat(LookUpEmitter.None, width - expansion.Length));
}
