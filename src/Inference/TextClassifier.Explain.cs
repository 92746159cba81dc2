using RnnToolkit.Bundle;
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

    /// <summary>Classifies a text and says how much each token moves the prediction away from that of an empty text.</summary>
    /// <remarks>
    /// Tokens join an empty text one by one, and each gets the difference that it makes; <see cref="TokenContribution"/> has the details.
    /// The result is deterministic. The model runs on up to about a thousand partial texts, on more for texts of over 500 known tokens,
    /// where it takes two for each token.
    /// </remarks>
    /// <param name="text">Raw text of any length.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <returns>The prediction, that for an empty text, and a contribution for each token.</returns>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Explanation Explain(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var use = _uses.Enter(this);
        var explained = new ExplainedText(text, _encoder, _shape, _buckets);
        var (n, orders) = (explained.Count, new RevealOrders(explained.Count, MaxExplainTexts));

        // Rows: the empty text, the whole one, and for each order the n - 1 texts between them.
        var rows = 2 + orders.PartialCount;
        var outputs = Run(withNGrams: true);
        var (baseline, whole) = (outputs[0], outputs[1]);
        var label = ClassProbabilities.LabelOf<float>(whole.Probabilities, _threshold);
        var output = _shape.OutputCount == 1 ? 0 : label; // of two labels there is one output, that of the last
        var logits = Shares(Array.ConvertAll(outputs, each => each.Logits[output]));
        var probabilities = Shares(Array.ConvertAll(outputs, each => each.Probabilities[output]));
        var recurrent = _shape.HasNGrams ? Shares(Array.ConvertAll(Run(withNGrams: false), each => each.Logits[output])) : logits;
        return new Explanation(
            ToPrediction(whole, explained.Encoded),
            ToPrediction(baseline, new EncodedText(TokenCount: 0, UnknownCount: 0, Truncated: false)),
            _labels[_shape.OutputCount == 1 ? 1 : label],
            baseline.Logits[output],
            baseline.Probabilities[output],
            [.. explained.Tokens.Select((token, i) => Contribution(token, explained.PartOf(i)))]);

        ModelOutput[] Run(bool withNGrams)
        {
            var found = new ModelOutput[rows];
            for (var done = 0; done < rows; done += _options.MaxBatchSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = Math.Min(_options.MaxBatchSize, rows - done);
                using var lease = _buffers.RentBatch(count, explained.Length, explained.NGramCount);
                for (var row = 0; row < count; row++)
                {
                    explained.Write(PartsOf(done + row), lease.Buffer, row, withNGrams);
                }

                _session.Run(lease.Buffer);
                for (var row = 0; row < count; row++)
                {
                    found[done + row] = new([.. lease.Buffer.Logits(row)], [.. lease.Buffer.Probabilities(row)]);
                }
            }

            return found;
        }

        bool[] PartsOf(int row)
        {
            var isThere = new bool[n];
            isThere.AsSpan().Fill(row == 1);
            var (order, step) = row < 2 ? (0, -1) : Math.DivRem(row - 2, n - 1);
            for (; step >= 0; step--)
            {
                isThere[orders.TokenAt(order, step)] = true;
            }

            return isThere;
        }

        double[] Shares(float[] values)
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

            return Array.ConvertAll(shares, share => share / orders.Count);
        }

        TokenContribution Contribution(TextToken token, int part)
        {
            if (part < 0)
            {
                return new TokenContribution(token, Logit: 0, Probability: 0, WideLogit: 0);
            }

            // The tokens of the rest are one part: it has one share, which they divide.
            var tokens = explained.RestCount > 0 && part == n - 1 ? explained.RestCount : 1;
            return new TokenContribution(
                token, (float)(logits[part] / tokens), (float)(probabilities[part] / tokens), (float)((logits[part] - recurrent[part]) / tokens));
        }
    }

    /// <summary>What the model gives for a text: K logits and K probabilities.</summary>
    readonly record struct ModelOutput(float[] Logits, float[] Probabilities);

    Prediction ToPrediction(ModelOutput output, EncodedText encoded) => ToPrediction(output.Logits, output.Probabilities, encoded, output.Probabilities, first: 0);
}
