using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Inference.Internals;

/// <summary>
/// Runs a graph that was just loaded on the ids at the ends of its tables, which shows a table that is too small and weights that are no
/// numbers, and on all the padding that length buckets will leave out.
/// </summary>
sealed class GraphTrial(ClassifierSession session, BundleManifest manifest, string graphPath)
{
    /// <summary>What a graph must be.</summary>
    public const string RunsInOnnxRuntime = "a graph that ONNX Runtime runs";

    // Far above what rounding can do between two lengths, far below what a wrong state does.
    const double PaddingTolerance = 1e-3;
    const double ProbabilityTolerance = 1e-5;

    readonly ModelShape _shape = ModelShape.Of(manifest);

    /// <summary>Tries the graph.</summary>
    /// <exception cref="BundleFormatException">It does not run, or gives other numbers than it must.</exception>
    public void Run()
    {
        using var buffer = new BatchBuffer(capacity: 1, _shape);
        try
        {
            TryRow(buffer, skipped: 0, _shape.SequenceLength, manifest.Model.VocabularySize - 1, manifest.Model.WideSize, padded: manifest.Model.MaskPadding);
            if (manifest.Model.MaskPadding)
            {
                TryMasks(buffer);
            }
            else
            {
                TrySkipping(buffer);
            }
        }
        catch (InvalidOperationException exception)
        {
            var cause = exception.InnerException ?? exception;
            throw new BundleFormatException(
                graphPath, null, OnnxSession.Describe(cause), session.Provider is ExecutionProvider.Managed ? "a graph whose parts fit together" : RunsInOnnxRuntime, cause);
        }
    }

    /// <summary>A text of one token, alone and followed by padding.</summary>
    void TryMasks(BatchBuffer buffer)
    {
        var alone = TryRow(buffer, skipped: 0, length: 1, manifest.Model.VocabularySize - 1, nGram: 0, padded: false);
        var padded = TryRow(buffer, skipped: 0, _shape.SequenceLength, manifest.Model.VocabularySize - 1, nGram: 0, padded: true);
        Require(padded, alone, $"a text of one token and {_shape.SequenceLength - 1} steps of padding", "without padding");
    }

    void TrySkipping(BatchBuffer buffer)
    {
        var buckets = new LengthBuckets(_shape.SequenceLength, PaddingSide.Left, session.LengthBucketWidth, batchCost: 0);
        var tried = 0;
        for (var length = _shape.SequenceLength; (length = buckets.LengthBelow(length)) > 0;)
        {
            // From one bucket to the next, step by step and by the table: the whole table is checked at the price of one long text.
            var skipped = _shape.SequenceLength - length;
            var run = TryRow(buffer, tried, skipped - tried + 1, lastId: 0, nGram: 0);
            var tabled = TryRow(buffer, skipped, length: 1, lastId: 0, nGram: 0);
            Require(tabled, run, $"states after {skipped} steps of padding", "which the steps give");
            tried = skipped;
        }
    }

    void Require(float found, float expected, string what, string why)
    {
        if (Math.Abs(found - expected) > PaddingTolerance)
        {
            throw new BundleFormatException(
                graphPath, what, FormattableString.Invariant($"the probability {found}"), FormattableString.Invariant($"{expected}, {why}"));
        }
    }

    /// <summary>Scores one row of padding and one id.</summary>
    /// <param name="buffer">Room for it.</param>
    /// <param name="skipped">Steps before the row, which are not run.</param>
    /// <param name="length">Steps of the row.</param>
    /// <param name="lastId">The id at the end of the row, or at its start.</param>
    /// <param name="nGram">The one n-gram; 0 for none.</param>
    /// <param name="padded">Whether the id comes first and padding after it.</param>
    /// <returns>The first probability.</returns>
    float TryRow(BatchBuffer buffer, int skipped, int length, long lastId, int nGram, bool padded = false)
    {
        buffer.SetShape(rows: 1, length, nGrams: 1);
        var row = buffer.Ids(row: 0);
        row.Clear();
        row[padded ? 0 : ^1] = lastId;
        if (skipped > 0)
        {
            row[0] = -skipped;
        }

        if (_shape.HasNGrams)
        {
            buffer.WriteNGrams(row: 0, nGram == 0 ? [] : [nGram]);
        }

        session.Run(buffer);
        var logits = buffer.Logits(row: 0);
        var probabilities = buffer.Probabilities(row: 0);
        var expected = ScoreComparison.Probabilities(ScoreComparison.Doubles(logits));
        for (var i = 0; i < logits.Length; i++)
        {
            if (!float.IsFinite(logits[i]) || !(Math.Abs(probabilities[i] - expected[i]) <= ProbabilityTolerance))
            {
                throw new BundleFormatException(
                    graphPath,
                    GraphContract.OutputNames(manifest.Model)[1],
                    FormattableString.Invariant($"{probabilities[i]} for the logit {logits[i]}"),
                    logits.Length == 1 ? "the sigmoid of a finite logit" : "the softmax of finite logits");
            }
        }

        return probabilities[0];
    }
}
