namespace RnnToolkit.Trainer.Wide;

/// <summary>The cross entropy of one text's logits: of a sigmoid where there is one logit, for two classes, of a softmax where there are more.</summary>
static class CrossEntropy
{
    /// <summary>The loss; replaces the logits by its derivatives, which are probabilities less what the label says.</summary>
    public static double OfLogits(Span<double> logits, int label)
    {
        if (logits.Length == 1)
        {
            var (logit, expected) = (logits[0], label == 1 ? 1 : 0);
            logits[0] = (1 / (1 + Math.Exp(-logit))) - expected;

            // The stable form of -log(sigmoid(x)) and -log(1 - sigmoid(x)), as in PyTorch's BCEWithLogitsLoss.
            return Math.Max(logit, 0) - (logit * expected) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));
        }

        var (largest, ofLabel, sum) = (double.NegativeInfinity, logits[label], 0.0);
        foreach (var logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        for (var k = 0; k < logits.Length; k++)
        {
            sum += logits[k] = Math.Exp(logits[k] - largest);
        }

        for (var k = 0; k < logits.Length; k++)
        {
            logits[k] /= sum;
        }

        logits[label] -= 1;
        return Math.Log(sum) + largest - ofLabel;
    }
}
