namespace RnnToolkit.HiddenMarkov;

/// <summary>Trains a hidden Markov model for each label with the algorithm of Baum and Welch (1970). Not thread-safe.</summary>
public sealed class ClassifierTraining
{
    readonly IReadOnlyList<int[]>[] _texts; // of each label
    readonly HiddenMarkovModel[] _models;
    readonly double[] _priors;

    /// <summary>The models before the first iteration.</summary>
    /// <param name="texts">The symbols of each text.</param>
    /// <param name="labels">The label of each text; each label has a text.</param>
    /// <param name="labelCount">How many labels there are.</param>
    /// <param name="symbols">How many symbols there are.</param>
    /// <param name="seed">Seeds the models; each label draws from a generator of its own.</param>
    /// <param name="start">Makes the emissions of a label, from how often each symbol occurs in its texts.</param>
    public ClassifierTraining(
        IReadOnlyList<int[]> texts, IReadOnlyList<int> labels, int labelCount, int symbols, int seed, Func<long[], Random, Emissions> start)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(start);
        _texts = [.. Enumerable.Range(0, labelCount).Select(label => texts.Where((_, i) => labels[i] == label).ToList())];
        _priors = Array.ConvertAll(_texts, ofLabel => Math.Log((double)ofLabel.Count / texts.Count));
        _models = [.. _texts.Select((ofLabel, label) =>
        {
            var random = new Random(HashCode(seed, label));
            var occurrences = new long[symbols];
            foreach (var symbol in ofLabel.SelectMany(text => text))
            {
                occurrences[symbol]++;
            }

            return HiddenMarkovModel.Start(start(occurrences, random), random);
        })];
    }

    /// <summary>The classifier so far.</summary>
    public HiddenMarkovClassifier Classifier => new([.. _models], _priors);

    /// <summary>One iteration: expectation over all texts, then maximization.</summary>
    /// <param name="report">Gets the number of texts that are done.</param>
    /// <param name="cancellationToken">Checked text by text.</param>
    /// <returns>For each label, the logarithm of the probability of its texts before the iteration.</returns>
    public double[] Iterate(Action<int> report, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        var likelihoods = new double[_models.Length];
        for (var label = 0; label < _models.Length; label++)
        {
            var counts = new ExpectedCounts(_models[label]);
            foreach (var text in _texts[label])
            {
                cancellationToken.ThrowIfCancellationRequested();
                counts.Add(text);
                report(1);
            }

            (likelihoods[label], _models[label]) = (counts.LogLikelihood, counts.Reestimate());
        }

        return likelihoods;
    }

    // Neighbouring seeds and labels must share nothing.
    static int HashCode(int seed, int label)
    {
        var value = (((ulong)(uint)seed << 32) | (uint)label) + 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return (int)(value >> 33);
    }
}
