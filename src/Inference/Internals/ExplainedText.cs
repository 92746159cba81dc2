using RnnToolkit.Preprocess;

namespace RnnToolkit.Inference.Internals;

/// <summary>
/// A text in parts that can be hidden one by one. A part is a token that the recurrent layers read; what they do not read of a long text, but
/// the wide channel does, is one more part.
/// </summary>
/// <remarks>
/// Where id 0 is padding and unknown word alike, a hidden token has that id. Where it is padding alone, a hidden token is left out, as if it did
/// not stand in the text. An n-gram is there when all of its tokens are.
/// </remarks>
sealed class ExplainedText
{
    readonly ModelShape _shape;
    readonly LengthBuckets _buckets;
    readonly long[] _ids; // [S]
    readonly int[] _positions; // of the parts in the ids
    readonly bool _isCompact;
    readonly int[] _partOfToken; // -1 for a token that makes no difference
    readonly List<Occurrence> _occurrences = [];
    readonly int[] _nGrams = []; // distinct, ascending

    public ExplainedText(string text, TextEncoder encoder, ModelShape shape, LengthBuckets buckets)
    {
        (_shape, _buckets) = (shape, buckets);
        _ids = new long[encoder.SequenceLength];
        Tokens = encoder.Tokens(text);
        Encoded = encoder.Encode(text, _ids);
        _isCompact = encoder.Config.Padding is PaddingSide.Right;
        var first = _isCompact ? 0 : _ids.Length - Encoded.TokenCount;
        _positions = [.. Enumerable.Range(first, Encoded.TokenCount).Where(position => _ids[position] != 0)];
        Count = _positions.Length;
        _partOfToken = new int[Tokens.Count];
        for (var (i, part) = (0, 0); i < Tokens.Count; i++)
        {
            _partOfToken[i] = Tokens[i].Id == 0 ? -1 : part++;
        }

        if (shape.HasNGrams)
        {
            _occurrences = Occurrences(encoder.NGramsOf(text));
            _nGrams = [.. _occurrences.Select(occurrence => occurrence.Id).Distinct().Order()];
            AddRest();
        }
    }

    /// <summary>Every token of the text.</summary>
    public List<TextToken> Tokens { get; }

    /// <summary>What the encoder saw.</summary>
    public EncodedText Encoded { get; }

    /// <summary>The parts, n.</summary>
    public int Count { get; private set; }

    /// <summary>Tokens that share the last part; 0 when each part is one token.</summary>
    public int RestCount { get; private set; }

    /// <summary>The steps of a row.</summary>
    public int Length => _buckets.LengthOf(Encoded.TokenCount);

    /// <summary>The most n-grams of a row.</summary>
    public int NGramCount => _nGrams.Length;

    /// <summary>The part to which a token belongs; -1 when it makes no difference.</summary>
    public int PartOf(int token) => _partOfToken[token];

    /// <summary>Writes the row of the text in which only some parts are there.</summary>
    /// <param name="isThere">For each part, whether it is there.</param>
    /// <param name="buffer">Gets the row.</param>
    /// <param name="row">Which row.</param>
    /// <param name="withNGrams">Whether the wide channel reads it, too.</param>
    public void Write(ReadOnlySpan<bool> isThere, BatchBuffer buffer, int row, bool withNGrams)
    {
        var ids = _isCompact ? new long[_ids.Length] : [.. _ids];
        var kept = 0;
        for (var part = 0; part < _positions.Length; part++)
        {
            if (_isCompact && isThere[part])
            {
                ids[kept++] = _ids[_positions[part]];
            }
            else if (!_isCompact && !isThere[part])
            {
                ids[_positions[part]] = 0;
            }
        }

        _buckets.WriteRow(ids, buffer.Ids(row));
        if (_shape.HasNGrams)
        {
            buffer.WriteNGrams(row, withNGrams ? NGrams(isThere) : []);
        }
    }

    int[] NGrams(ReadOnlySpan<bool> isThere)
    {
        var found = new bool[_nGrams.Length];
        foreach (var occurrence in _occurrences)
        {
            var isWhole = true;
            for (var token = occurrence.FirstToken; isWhole && token < occurrence.FirstToken + occurrence.TokenCount; token++)
            {
                isWhole = _partOfToken[token] is var part && (part < 0 || isThere[part]);
            }

            if (isWhole)
            {
                found[Array.BinarySearch(_nGrams, occurrence.Id)] = true;
            }
        }

        return [.. _nGrams.Where((_, i) => found[i])];
    }

    /// <summary>The tokens of each n-gram, which is known by its place in the text.</summary>
    List<Occurrence> Occurrences(List<TextNGram> nGrams)
    {
        var tokenAt = Tokens.Index().ToDictionary(token => token.Item.Start, token => token.Index);
        return [.. nGrams.Select(nGram =>
        {
            var (first, end) = (tokenAt[nGram.Start], nGram.Start + nGram.Length);
            var count = 1;
            while (first + count < Tokens.Count && Tokens[first + count].Start < end)
            {
                count++;
            }

            return new Occurrence(nGram.Id, first, count);
        })];
    }

    /// <summary>Makes the tokens that the recurrent layers do not read, but the wide channel does, one part.</summary>
    void AddRest()
    {
        foreach (var occurrence in _occurrences)
        {
            for (var token = occurrence.FirstToken; token < occurrence.FirstToken + occurrence.TokenCount; token++)
            {
                if (_partOfToken[token] < 0)
                {
                    _partOfToken[token] = _positions.Length;
                    RestCount++;
                }
            }
        }

        Count += RestCount > 0 ? 1 : 0;
    }

    /// <summary>An n-gram and the tokens that it spans.</summary>
    readonly record struct Occurrence(int Id, int FirstToken, int TokenCount);
}
