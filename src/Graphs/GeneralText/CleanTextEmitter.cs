using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.TextInput;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Graphs.GeneralText;

/// <summary>The characters of a batch of texts as the tokenizer reads them: tags are spaces, references are the characters that they name, what is ignored is gone.</summary>
/// <param name="Values">Code points [B, C], in lower case where that is a step; the rows end with spaces.</param>
/// <param name="Classes">Their classes, see <see cref="GeneralClass"/>.</param>
/// <param name="Positions">The number of each column [B, C].</param>
/// <param name="BatchSize">B, as a tensor of shape [1].</param>
sealed record CleanText(Term Values, Term Classes, Term Positions, string BatchSize);

/// <summary>Cuts texts into characters and cleans them.</summary>
static class CleanTextEmitter
{
    // More columns than any look ahead, so that none reaches beyond the row.
    const int SpacesAtTheEnd = 16;

    /// <summary>Adds the characters of texts [B].</summary>
    public static CleanText Emit(IntegerOps ops, PreprocessConfig config, string texts)
    {
        var scope = new Scope(ops, "characters");
        var raw = CodesOf(ops, scope, texts, out var batchSize);
        var zeros = raw * 0;
        var positions = (zeros + 1).RunningSum(exclusive: true);
        var (codes, isThere) = (raw, zeros + 1);
        if (config.Steps.Contains(PreprocessStep.ReplaceHtmlTags))
        {
            var (starts, inside) = FindTags(raw.In(new Scope(ops, "tags")), zeros);
            (codes, isThere) = (starts.Choose(' ', codes), !inside);
        }

        if (config.Steps.Contains(PreprocessStep.DecodeHtmlEntities))
        {
            var (values, lengths) = EntityEmitter.Emit(new Scope(ops, "entities"), raw, isThere);
            var found = lengths.IsAbove(0);
            codes = found.Choose(values, codes);

            // One begins after the ampersand, one ends after the semicolon: where more have begun than ended, the characters are part of a reference.
            var wide = zeros.Padded(0, SpacesAtTheEnd);
            var begun = found.Collect(positions + 1, wide) - found.Collect(positions + 1 + lengths, wide);
            isThere &= !begun.RunningSum(exclusive: false).Columns(0, -SpacesAtTheEnd);
        }

        var classified = CodePoints.Classify(codes, config.Steps.Contains(PreprocessStep.LowercaseUnicode));
        isThere &= !(classified % GeneralClass.Count).Is(GeneralClass.Ignored);

        // Each character moves to the left over what is gone. Zeros, of which the rest is made, are spaces.
        var clean = (classified & isThere).Collect(isThere.RunningSum(exclusive: true), zeros);
        return new CleanText(clean / GeneralClass.Count, clean % GeneralClass.Count, positions, batchSize);
    }

    /// <summary>The code points of texts [B, C].</summary>
    static Term CodesOf(IntegerOps ops, Scope scope, string texts, out string batchSize)
    {
        var known = CodePoints.Known.ToList();
        var found = ops.Graph.Node("LabelEncoder", "characters.code", [CharacterEmitter.Cut(ops, texts)], "characters.code")
            .OfDomain(OnnxDomain.MachineLearning)
            .With("keys_strings", [.. known.Select(entry => entry.Key)])
            .With("values_int64s", [.. known.Select(entry => entry.Value)])
            .With("default_int64", CodePoints.Unknown)
            .Output;
        batchSize = ops.Graph.Node("Shape", "batch_size", [texts], "batch_size").Output; // [1]
        var shape = ops.Join("column.shape", 0, batchSize, ops.Number(SpacesAtTheEnd));
        var spaces = ops.Graph.Node("Expand", "characters.last", [ops.Number(' '), shape], "characters.last").Output;
        return scope.Of(ops.Join("characters.rows", 1, found, spaces));
    }

    /// <summary>The masks of what begins a tag, and of the rest of it: a tag reaches from &lt; and a name to the next angle bracket, if that ends it.</summary>
    static (Term Starts, Term Inside) FindTags(Term raw, Term zeros)
    {
        var (starts, ends) = (raw.Is('<'), raw.Is('>'));
        var segment = (starts | ends).RunningSum(exclusive: true); // each ends with a bracket, which belongs to it
        var wide = zeros.Padded(0, 2);
        var next = raw.Ahead(1, ' ');
        var isMarked = next.IsIn('/', '!', '?');
        var afterMark = raw.Ahead(2, ' ');
        var isComment = next.Is('!') & afterMark.Is('-');
        var isNamed = isMarked.Choose(IsLetter(afterMark) | isComment, IsLetter(next));
        var isClosed = ends.Collect(segment, wide).At(segment + 1);
        var tags = starts & isClosed & isNamed;
        return (tags, tags.Collect(segment + 1, wide).At(segment));
    }

    static Term IsLetter(Term code) => code.IsFrom('a', 'z') | code.IsFrom('A', 'Z');
}
