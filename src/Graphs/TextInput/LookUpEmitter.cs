namespace RnnToolkit.Graphs.TextInput;

/// <summary>Looks tokens up in the vocabulary.</summary>
static class LookUpEmitter
{
    /// <summary>The value of what gets no id: an empty token, a stop word.</summary>
    public const long None = -1;

    /// <summary>Adds the ids [B, T], with <see cref="None"/> among them.</summary>
    public static string Emit(IntegerOps ops, TokenTrie trie, TokenRows tokens)
    {
        var first = tokens.Chunk(ops, 0);
        var node = ops.Number(0);
        for (var i = 0; i < trie.Steps.Count; i++)
        {
            var chunk = i == 0 ? first : tokens.Chunk(ops, i);
            var key = ops.Add($"trie.key{i}", ops.Multiply($"trie.base{i}", node, ops.Number(trie.ChunkBase)), chunk);
            var next = ops.LookUp($"trie.step{i}", trie.Steps[i], key);
            node = i == 0 ? next : ops.WhereEqual($"trie.node{i}", chunk, ops.Number(0), node, next);
        }

        // A word longer than every token of the trie is unknown; a trie without tokens has no first step.
        var rest = trie.Steps.Count == 0 ? first : tokens.Chunk(ops, trie.Steps.Count);
        node = ops.WhereEqual("trie.node", rest, ops.Number(0), node, ops.Number(0));
        return ops.WhereEqual("tokens.ids", first, ops.Number(0), ops.Number(None), ops.LookUp("tokens.values", trie.Values, node));
    }
}
