using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.HiddenMarkov;
using RnnToolkit.Preprocess;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Randomness;
using RnnToolkit.Trainer.Training;

namespace RnnToolkit.Trainer.Baselines;

/// <summary>Trains and tests hidden Markov models, one for each label, on the split that <c>trainer run</c> makes of the same texts.</summary>
sealed class HmmBaseline(Corpus corpus, TrainerConfig config, string preset, HmmOptions options, ProgressDisplay progress)
{
    const int ShownWords = 10;

    /// <summary>Trains, and scores validation and test texts.</summary>
    public (BaselineRecord Record, IReadOnlyList<PredictedText> Texts) Run(CancellationToken cancellationToken)
    {
        var split = corpus.Validation is { } validation
            ? new DatasetSplit(corpus.Train, validation)
            : DatasetSplit.Stratified(corpus.Train, corpus.Labels.Count, config.Training.ValidationShare, new SeedStreams(options.Seed).For(RandomStream.Split));
        var encoder = new TextEncoder(config.Preprocessing with { NGrams = null }, PreparedData.Words(split.Train, config, progress, cancellationToken));
        var symbols = options.IsDiscrete ? SymbolTable.OfWords(encoder) : SymbolTable.OfVectors(encoder, options.Vectors!, cancellationToken);
        var train = symbols.Encode(split.Train, cancellationToken);
        var training = new ClassifierTraining(
            train, [.. split.Train.Select(text => text.Label)], corpus.Labels.Count, symbols.Count, options.Seed, (occurrences, random) => Start(symbols, occurrences, random));
        var likelihoods = new List<double[]>();
        progress.Run("Baum-Welch", (long)options.Iterations * train.Length, report =>
        {
            for (var i = 0; i < options.Iterations; i++)
            {
                likelihoods.Add(training.Iterate(report, cancellationToken));
            }
        });

        var classifier = training.Classifier;
        var test = symbols.Encode(corpus.Test, cancellationToken);
        List<PredictedText> texts = [];
        progress.Run("scoring", split.Validation.Count + test.Length, report =>
        {
            texts.AddRange(Score(PredictionFile.ValidationPart, split.Validation, symbols.Encode(split.Validation, cancellationToken)));
            if (corpus.Test.Count > 0)
            {
                texts.AddRange(Score(PredictionFile.TestPart, corpus.Test, test));
            }

            IEnumerable<PredictedText> Score(string part, IReadOnlyList<CorpusText> scored, int[][] encoded) => new ScoredPart(
                part, scored, EncodedDataset.Encode(scored, encoder, cancellationToken, countsAll: true)).Predictions(
                [.. encoded.SelectMany(text =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    report(1);
                    return Logits(classifier.LogJoint(text));
                })],
                ModelTraining.Threshold);
        });

        var words = symbols.Words();
        return (new BaselineRecord(
            BaselineRecord.CurrentFormatVersion, $"hmm-{options.Emissions}-{options.States}", corpus.Labels.Names, options.States, options.Emissions,
            options.IsDiscrete ? null : options.Mixtures, options.Vectors, options.Iterations, options.IsDiscrete ? options.PseudoCount : null,
            options.Seed, preset, encoder.SequenceLength, symbols.Count,
            [.. corpus.Labels.Names.Select((name, label) => Describe(name, label, classifier.Models[label]))]), texts);

        BaselineModel Describe(string name, int label, HiddenMarkovModel model)
        {
            List<int[]> ofLabel = [.. train.Where((_, i) => split.Train[i].Label == label)], tested = [.. test.Where((_, i) => corpus.Test[i].Label == label)];
            var last = ofLabel.Sum(text => model.LogLikelihood(text));
            return new BaselineModel(
                name, ofLabel.Count, ofLabel.Sum(text => (long)text.Length), [.. likelihoods.Select(values => values[label]), .. double.IsFinite(last) ? [last] : Array.Empty<double>()],
                Perplexity.Of(model, ofLabel), Perplexity.Of(model, tested), States(model, Occurrences(ofLabel, symbols.Count), words));
        }
    }

    Emissions Start(SymbolTable symbols, long[] occurrences, Random random) => options.IsDiscrete
        ? DiscreteEmissions.Start(options.States, occurrences, options.PseudoCount, random)
        : GaussianMixtureEmissions.Start(options.States, options.Mixtures, symbols.Vectors, symbols.Width, occurrences, random);

    /// <summary>One logit for two labels, else one a label; finite, because a text can be impossible for a label.</summary>
    static float[] Logits(double[] joint)
    {
        if (joint.Length == LabelSet.MinCount)
        {
            return [joint.All(double.IsNegativeInfinity) ? 0 : (float)Math.Clamp(joint[1] - joint[0], -1e30, 1e30)];
        }

        var largest = joint.Max();
        return Array.ConvertAll(joint, value => double.IsNegativeInfinity(largest) ? 0 : (float)Math.Max(value - largest, -1e30));
    }

    static long[] Occurrences(List<int[]> texts, int symbols)
    {
        var occurrences = new long[symbols];
        foreach (var symbol in texts.SelectMany(text => text))
        {
            occurrences[symbol]++;
        }

        return occurrences;
    }

    /// <summary>The words of a state: those with the largest share of its emissions above their share of the label's tokens.</summary>
    static List<BaselineState> States(HiddenMarkovModel model, long[] occurrences, string[] words)
    {
        var (shares, total) = (model.Stationary(), (double)occurrences.Sum());
        return [.. Enumerable.Range(0, model.States).Select(state =>
        {
            // Of words that occur, b_j(word) * P(word) measured against the label's own distribution: exact for discrete emissions, an order for densities.
            var sum = Enumerable.Range(0, words.Length).Where(symbol => occurrences[symbol] > 0).Sum(symbol => Posterior(symbol) * occurrences[symbol]);
            var top = Enumerable.Range(0, words.Length).Where(symbol => occurrences[symbol] > 0)
                .OrderByDescending(symbol => (Posterior(symbol) * occurrences[symbol] / Math.Max(sum, double.Epsilon)) - (occurrences[symbol] / total)).Take(ShownWords);
            return new BaselineState(shares[state], Math.Exp(model.Transitions[(state * model.States) + state]), [.. top.Select(symbol => words[symbol])]);

            // P(state | word), in the long run
            double Posterior(int symbol)
            {
                var emitted = model.Emissions.Of(symbol);
                var (largest, all) = (double.NegativeInfinity, 0.0);
                foreach (var value in emitted)
                {
                    largest = Math.Max(largest, value);
                }

                for (var j = 0; j < emitted.Length; j++)
                {
                    all += shares[j] * Math.Exp(emitted[j] - largest);
                }

                return all > 0 ? shares[state] * Math.Exp(emitted[state] - largest) / all : 0;
            }
        })];
    }
}
