namespace RnnToolkit.HiddenMarkov;

/// <summary>A generative classifier: a hidden Markov model for each label says how likely its texts read like this one, and Bayes' rule turns that round. Immutable.</summary>
/// <param name="Models">The model of each label, over the same symbols.</param>
/// <param name="LogPriors">The logarithm of each label's share of the texts.</param>
public sealed record HiddenMarkovClassifier(IReadOnlyList<HiddenMarkovModel> Models, IReadOnlyList<double> LogPriors)
{
    /// <summary>log P(label) + log P(text | label) for each label; the logits of the labels. For no symbols these are the priors.</summary>
    public double[] LogJoint(ReadOnlySpan<int> symbols)
    {
        var joint = new double[Models.Count];
        for (var label = 0; label < joint.Length; label++)
        {
            joint[label] = LogPriors[label] + Models[label].LogLikelihood(symbols);
        }

        return joint;
    }
}
