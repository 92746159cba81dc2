using RnnToolkit.Inference.Internals;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Inference;

/// <content>What the model reads of a text, and how each token contributes to the score.</content>
public sealed partial class TextClassifier
{
    // Enough for a start at each of 22 known tokens, and for five starts in a text of 100.
    const int MaxExplainTexts = 1000;

    /// <summary>Shows what the model reads of a text.</summary>
    /// <param name="text">Raw text of any length.</param>
    /// <returns>The token ids, and the tokens with their places in the text.</returns>
    public TextEncoding Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new long[_encoder.SequenceLength];
        var encoded = _encoder.Encode(text, ids);
        return new TextEncoding(ids, _encoder.Tokens(text), encoded.Truncated);
    }

    /// <summary>Scores a text and says how much each token moves the score away from that of an empty text.</summary>
    /// <remarks>
    /// Tokens join an empty text one by one, and each gets the difference that it makes; <see cref="TokenContribution"/> has the details.
    /// The result is deterministic. The model runs on up to about a thousand partial texts, on more for texts of over 500 known tokens,
    /// where it takes two for each token.
    /// </remarks>
    /// <param name="text">Raw text of any length.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <returns>The score, the score of an empty text, and a contribution for each token.</returns>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Explanation Explain(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var use = _uses.Enter(this);
        var tokens = _encoder.Tokens(text);
        var allIds = new long[_encoder.SequenceLength];
        var encoded = _encoder.Encode(text, allIds);
        var ids = new long[_buckets.LengthOf(encoded.TokenCount)]; // [T]
        _buckets.WriteRow(allIds, ids);

        // The position of each known token in the row. Unknown tokens have the id of padding, so they make no difference.
        var first = Manifest.Preprocessing.Padding is PaddingSide.Left ? ids.Length - encoded.TokenCount : 0;
        int[] positions = [.. Enumerable.Range(first, encoded.TokenCount).Where(position => ids[position] != Vocabulary.UnknownId)];
        var (n, orders) = (positions.Length, new RevealOrders(positions.Length, MaxExplainTexts));

        // Rows: the empty text, the whole one, and for each order the n - 1 texts between them.
        var rows = 2 + orders.PartialCount;
        var (logits, probabilities) = (new float[rows], new float[rows]);
        for (var done = 0; done < rows; done += _options.MaxBatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(_options.MaxBatchSize, rows - done);
            using var lease = _buffers.RentBatch(count, ids.Length);
            for (var row = 0; row < count; row++)
            {
                WriteRow(done + row, lease.Buffer.Ids(row));
            }

            _session.Run(lease.Buffer);
            lease.Buffer.Logits.CopyTo(logits.AsSpan(done));
            lease.Buffer.Probabilities.CopyTo(probabilities.AsSpan(done));
        }

        var (ofLogit, ofProbability) = (Shares(logits), Shares(probabilities));
        var known = 0;
        return new Explanation(
            ToPrediction(logits[1], probabilities[1], encoded),
            ToPrediction(logits[0], probabilities[0], new EncodedText(TokenCount: 0, UnknownCount: 0, Truncated: false)),
            [.. tokens.Select(token => token.Status is TokenStatus.Known
                ? new TokenContribution(token, ofLogit[known], ofProbability[known++])
                : new TokenContribution(token, 0, 0))]);

        void WriteRow(int row, Span<long> target)
        {
            ids.CopyTo(target);
            if (row == 1)
            {
                return;
            }

            foreach (var position in positions)
            {
                target[position] = Vocabulary.UnknownId;
            }

            var (order, step) = row == 0 ? (0, -1) : Math.DivRem(row - 2, n - 1);
            for (; step >= 0; step--)
            {
                var position = positions[orders.TokenAt(order, step)];
                target[position] = ids[position];
            }
        }

        float[] Shares(float[] values)
        {
            var shares = new double[n];
            for (var order = 0; order < orders.Count; order++)
            {
                var before = values[0];
                for (var step = 0; step < n; step++)
                {
                    var after = values[step == n - 1 ? 1 : 2 + (order * (n - 1)) + step];
                    shares[orders.TokenAt(order, step)] += (double)after - before;
                    before = after;
                }
            }

            return [.. shares.Select(share => (float)(share / orders.Count))];
        }
    }
}
