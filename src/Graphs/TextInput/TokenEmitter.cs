using RnnToolkit.Preprocess;

namespace RnnToolkit.Graphs.TextInput;

/// <summary>The tokens of a batch of texts, as places in the rows of their chunks.</summary>
/// <remarks>Shapes: B batch, T the most tokens of a text, C characters. There are empty tokens, and more where a row has fewer than T.</remarks>
/// <param name="Segments">The characters of each token, with the white space after it.</param>
/// <param name="Zeros">Zeros [B, T].</param>
/// <param name="Chunks">The number of each chunk [B, C + 1].</param>
/// <param name="FirstChunk">Where the chunks of each token begin [B, T].</param>
/// <param name="LastChunk">Where they end [B, T].</param>
sealed record TokenRows(Segments Segments, string Zeros, string Chunks, string FirstChunk, string LastChunk)
{
    /// <summary>A chunk of each token [B, T], counted from its first; 0 after its last.</summary>
    public string Chunk(IntegerOps ops, int index)
    {
        var name = $"tokens.chunk{index}";
        var at = ops.Add($"{name}.at", FirstChunk, ops.Number(index));
        var there = ops.Pick($"{name}.there", Chunks, ops.Minimum($"{name}.valid", at, LastChunk));
        return ops.WhereGreater(name, at, LastChunk, ops.Number(0), there);
    }
}

/// <summary>Cuts texts into tokens, and tokens into the chunks of a <see cref="TokenTrie"/>.</summary>
static class TokenEmitter
{
    /// <summary>Adds the tokens.</summary>
    /// <param name="trie">Says how long chunks are.</param>
    public static TokenRows Emit(IntegerOps ops, CharacterClasses classes, PreprocessConfig config, TokenTrie trie, CharacterRows rows)
    {
        // What a tag covers is gone, white space too: the words on its two sides become one.
        var (code, ends) = (ops.LookUp("kept.codes", classes.KeptCodes, rows.Classes), rows.WhiteSpace);
        if (config.Steps.Contains(PreprocessStep.RemoveHtmlTags))
        {
            var outside = TagEmitter.Emit(ops, classes, config, rows);
            (code, ends) = (ops.Multiply("kept.outside", code, outside), ops.Multiply("tokens.ends", ends, outside));
        }

        var tokens = Segments.Cut(ops, "tokens", ends);

        // The position of each kept character in its token, and in its chunk.
        var kept = ops.IsGreater("kept", code, ops.Number(0));
        var counted = ops.RunningSum("kept.count", kept, exclusive: true);
        var place = ops.Subtract("kept.place", counted, tokens.AtPreviousEnd(ops, "kept.before", rows.Zeros, counted));
        var chunkPlace = ops.Remainder("kept.chunk_place", place, ops.Number(trie.ChunkLength));
        var power = ops.LookUp("kept.power", [.. Enumerable.Range(0, trie.ChunkLength).Select(classes.KeptAlphabet.Power)], chunkPlace);

        // A chunk ends with its last character or with its token.
        var isLast = ops.AreEqual("chunks.full", chunkPlace, ops.Number(trie.ChunkLength - 1));
        var chunks = Segments.Cut(ops, "chunks", ops.Add("chunks.ends", ends, ops.Multiply("chunks.last", isLast, kept)));
        var chunkNumbers = ops.ScatterAdd("chunks.numbers", rows.Zeros, chunks.Number, ops.Multiply("kept.worth", code, power));

        var width = ops.Add("tokens.width", ops.Largest("tokens.last", tokens.Number), ops.Number(1));
        var zeros = ops.Zeros("tokens.zeros", ops.Join("tokens.shape", 0, rows.BatchSize, width));
        var lastChunk = tokens.AtEnds(ops, "tokens.last_chunk", zeros, chunks.Number);
        var firstOfAll = ops.Columns("tokens.zero", zeros, 0, 1);
        var afterOthers = ops.Add("tokens.after", ops.Columns("tokens.others", lastChunk, 0, -1), ops.Number(1));
        return new TokenRows(tokens, zeros, chunkNumbers, ops.Join("tokens.first_chunk", 1, firstOfAll, afterOthers), lastChunk);
    }
}
