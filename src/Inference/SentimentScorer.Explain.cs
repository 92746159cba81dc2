using RnnToolkit.Preprocess;

namespace RnnToolkit.Inference;

/// <content>For the curious: what the model reads of a text, and what each token does to the score.</content>
public sealed partial class SentimentScorer
{
    /// <summary>Shows what the model reads of a text.</summary>
    /// <param name="text">Raw text of any length.</param>
    /// <returns>The token ids, and the tokens with their places in the text.</returns>
    public TextEncoding Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new long[_encoder.SequenceLength];
        var encoded = _encoder.Encode(text, ids);
        var tokens = new List<TextToken>(encoded.TokenCount);
        var position = FirstPosition(encoded.TokenCount, ids.Length);
        using var source = _tokenizer.Enumerate(text);
        while (tokens.Count < encoded.TokenCount && source.MoveNext())
        {
            var (start, length) = source.CurrentRange.GetOffsetAndLength(text.Length);
            tokens.Add(new TextToken(source.Current.ToString(), ids[position++], start, length));
        }

        return new TextEncoding(ids, tokens, encoded.Truncated);
    }

    /// <summary>
    /// Scores a text and says what each token did to the score, by occlusion: the text is scored again once for each known token, with
    /// the unknown token in its place. A text of n tokens costs about as much as n + 1 texts.
    /// </summary>
    /// <param name="text">Raw text of any length; tokens beyond the model's sequence length are not read and not explained.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    /// <returns>The score and a contribution per token; that of a token outside the vocabulary is 0.</returns>
    /// <exception cref="ObjectDisposedException">The scorer was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Explanation Explain(string text, CancellationToken cancellationToken = default)
    {
        var encoding = Encode(text);
        var known = encoding.Tokens.Index().Where(token => token.Item.Id != Vocabulary.UnknownId).Select(token => token.Index).ToArray();
        var contributions = encoding.Tokens.Select(token => new TokenContribution(token, 0, 0)).ToArray();
        var encoded = new EncodedText(encoding.Tokens.Count, encoding.Tokens.Count - known.Length, encoding.Truncated);
        var ids = new long[_buckets.LengthOf(encoded.TokenCount)]; // [T]
        _buckets.WriteRow([.. encoding.Ids], ids);
        var first = FirstPosition(encoded.TokenCount, ids.Length);
        SentimentScore score = default;

        // Row 0 of the first batch is the text itself; then a row per known token.
        using var use = _uses.Enter(this);
        for (var done = 0; done <= known.Length; done += _options.MaxBatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = Math.Min(_options.MaxBatchSize, known.Length + 1 - done);
            using var lease = _buffers.RentBatch(rows, ids.Length);
            var buffer = lease.Buffer;
            for (var row = 0; row < rows; row++)
            {
                ids.CopyTo(buffer.Ids(row));
                if (done + row > 0)
                {
                    buffer.Ids(row)[first + known[done + row - 1]] = Vocabulary.UnknownId;
                }
            }

            _session.Run(buffer);
            if (done == 0)
            {
                score = ToScore(buffer, row: 0, encoded);
            }

            for (var row = done == 0 ? 1 : 0; row < rows; row++)
            {
                ref var contribution = ref contributions[known[done + row - 1]];
                contribution = contribution with
                {
                    Logit = score.Logit - buffer.Logits[row],
                    Probability = score.Probability - buffer.Probabilities[row],
                };
            }
        }

        return new Explanation(score, contributions);
    }

    /// <summary>Where the first of <paramref name="tokenCount"/> tokens stands among <paramref name="length"/> ids.</summary>
    int FirstPosition(int tokenCount, int length) => Manifest.Preprocessing.Padding is PaddingSide.Left ? length - tokenCount : 0;
}
