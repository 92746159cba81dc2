using System.Runtime.InteropServices;
using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Randomness;

namespace RnnToolkit.Trainer.Wide;

/// <summary>Makes the wide channel of a run: tries recipes on the validation texts, then trains the best one on all texts.</summary>
/// <param name="tokenizer">Splits texts.</param>
/// <param name="config">Which n-grams.</param>
/// <param name="classes">How many classes there are.</param>
/// <param name="seed">Seeds the order of the texts in training.</param>
/// <param name="weights">How much a text of each class counts; null when all count alike.</param>
/// <param name="maxNGramsOfTexts">How many n-grams the texts may have in all before only a part of the training texts is used.</param>
sealed class WideTraining(
    Tokenizer tokenizer, NGramConfig config, int classes, ulong seed, float[]? weights = null, int maxNGramsOfTexts = WideTraining.MaxNGramsOfTexts)
{
    /// <summary>The most n-grams that are kept; with many classes the number of weights decides.</summary>
    public const int MaxNGrams = 1_000_000;

    /// <summary>The most weights, n-grams times logits.</summary>
    public const int MaxWeights = 8_000_000;

    // With this many, a few gigabytes hold them all: 25,000 texts of 300 words. Of more texts a part has to do.
    const int MaxNGramsOfTexts = 50_000_000;

    const int TextsToMeasure = 1000;

    // Between 0.01 and 0.5 neither accuracy nor loss of held-out texts changed by more than a tenth of their standard errors, the time by half.
    const double Tolerance = 0.2;

    // A fit of a few thousand texts and classes takes some 15 passes. Hundreds of classes in many texts would take hours: what can be computed in a
    // few minutes has to do, which is one recipe, and few passes.
    const int MaxPasses = 200;
    const int MinPasses = 3;
    const double StepsOfAFit = 2e10;
    const double StepsOfAPassForOneRecipe = 1e9;

    // From held-out texts of five corpora: the inverse document frequency alone is best for questions, times the whole ratio for opinions; times its
    // root it is as good as the better of the two. Costs of 10 and 30 were better than 3 everywhere. Which is best is found for each data set.
    static readonly WideRecipe[] s_recipes =
    [
        new(Words: true, Characters: true, RatioPower: 0.5, Cost: 10),
        new(Words: true, Characters: true, RatioPower: 0.5, Cost: 30),
        new(Words: true, Characters: false, RatioPower: 0.5, Cost: 10),
        new(Words: false, Characters: true, RatioPower: 0.5, Cost: 10),
    ];

    readonly int _outputs = classes == 2 ? 1 : classes;

    /// <summary>How often <see cref="Train"/> reports a text.</summary>
    public static int Passes => s_recipes.Length + 1;

    /// <summary>Makes the channel; null when no n-gram is in two texts. The same arguments give the same channel, bit for bit.</summary>
    /// <param name="train">The training texts.</param>
    /// <param name="validation">The validation texts.</param>
    /// <param name="labels">The class of each training text, then of each validation text.</param>
    /// <param name="report">Receives the number of texts after each part of the work.</param>
    /// <param name="cancellationToken">Checked often.</param>
    public WideChannel? Train(
        IReadOnlyList<string> train, IReadOnlyList<string> validation, int[] labels, Action<int>? report, CancellationToken cancellationToken)
    {
        var used = Affordable(train, validation);
        (train, labels) = ([.. used.Select(text => train[text])], [.. used.Select(text => labels[text]), .. labels.AsSpan(train.Count)]);
        var (table, rows, isCharacters) = Read([.. train, .. validation], cancellationToken);
        if (table.Count == 0)
        {
            return null;
        }

        int[] trainRows = [.. Enumerable.Range(0, train.Count)];
        int[] validationRows = [.. Enumerable.Range(train.Count, validation.Count)];
        int[] validationLabels = [.. validationRows.Select(row => labels[row])];
        var best = (Loss: double.PositiveInfinity, Recipe: default(WideRecipe), Logits: Array.Empty<float>());
        foreach (var recipe in Recipes(isCharacters).Take(StepsOfAPass(rows) > StepsOfAPassForOneRecipe ? 1 : s_recipes.Length))
        {
            var features = WideFeatures.Of(rows, isCharacters, trainRows, labels, classes, recipe);
            var logits = Logits(rows, features, Fit(features, trainRows, labels, recipe, cancellationToken), validationRows, isCharacters.Length);
            var loss = Loss(logits, validationLabels);
            if (loss < best.Loss)
            {
                best = (loss, recipe, logits);
            }

            report?.Invoke(labels.Length);
        }

        int[] all = [.. trainRows, .. validationRows];
        var final = WideFeatures.Of(rows, isCharacters, all, labels, classes, best.Recipe);
        var channel = Channel(table, final, Fit(final, all, labels, best.Recipe, cancellationToken), best.Recipe, best.Logits);
        report?.Invoke(labels.Length);
        return channel;
    }

    /// <summary>All training texts; of a very large data set so many of them, drawn at random, that memory holds their n-grams.</summary>
    int[] Affordable(IReadOnlyList<string> train, IReadOnlyList<string> validation)
    {
        var extractor = new NGramExtractor(tokenizer, config);
        var ofValidation = Estimate(validation);
        var ofTrain = Estimate(train);
        int[] texts = [.. Enumerable.Range(0, train.Count)];
        if (ofTrain + ofValidation <= maxNGramsOfTexts)
        {
            return texts;
        }

        var share = Math.Max(0.01, (maxNGramsOfTexts - ofValidation) / ofTrain);
        new SplitMix64(seed).Shuffle<int>(texts);
        var part = texts[..Math.Max(1, (int)(share * texts.Length))];
        Array.Sort(part);
        return part;

        double Estimate(IReadOnlyList<string> all)
        {
            var measured = Math.Min(all.Count, TextsToMeasure);
            return (double)all.Count / measured * Enumerable.Range(0, measured).Sum(i => (long)extractor.Extract(all[(int)((long)i * all.Count / measured)]).Length);
        }
    }

    /// <summary>The recipes, less those that are another one where a kind of n-gram does not occur, as in Chinese.</summary>
    static IEnumerable<WideRecipe> Recipes(bool[] isCharacters) => s_recipes
        .Select(recipe => recipe with { Words = recipe.Words && isCharacters.Contains(false), Characters = recipe.Characters && isCharacters.Contains(true) })
        .Where(recipe => recipe.Words || recipe.Characters)
        .Distinct();

    /// <summary>The n-grams that occur in two texts at least, and the columns of each text.</summary>
    (NGramTable Table, NGramRows Rows, bool[] IsCharacters) Read(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var rows = NGramRows.Extract(texts, tokenizer, config, cancellationToken);
        var table = new NGramTable(MemoryMarshal.Cast<int, uint>(rows.Frequent(WideFeatures.MinTexts, Math.Min(MaxNGrams, MaxWeights / _outputs))));
        var isCharacters = new bool[table.Count];
        if (config.CharMax > 0)
        {
            int[] words = config.WordMax > 0
                ? NGramRows.Extract(texts, tokenizer, config with { CharMax = 0 }, cancellationToken).Frequent(WideFeatures.MinTexts, int.MaxValue)
                : [];
            for (var column = 0; column < isCharacters.Length; column++)
            {
                isCharacters[column] = Array.BinarySearch(words, (int)table.Fingerprints[column]) < 0;
            }
        }

        return (table, rows.ColumnsIn(table), isCharacters);
    }

    double StepsOfAPass(NGramRows rows) => ((double)rows.ValueCount * _outputs) + 1;

    /// <summary>One model of two classes; of more, one for each against the others.</summary>
    LinearWeights[] Fit(WideFeatures features, int[] part, int[] labels, WideRecipe recipe, CancellationToken cancellationToken)
    {
        var models = new LinearWeights[_outputs];
        double[] costs = [.. part.Select(row => recipe.Cost * (weights is null ? 1 : weights[labels[row]]))];
        var passes = (int)Math.Clamp(StepsOfAFit / StepsOfAPass(features.Texts.Rows), MinPasses, MaxPasses);
        Parallel.For(0, _outputs, new ParallelOptions { CancellationToken = cancellationToken }, k =>
        {
            bool[] positive = [.. part.Select(row => labels[row] == (_outputs == 1 ? 1 : k))];
            models[k] = LogisticRegression.Fit(features.Texts, positive, costs, Tolerance, passes, seed, cancellationToken);
        });
        return models;
    }

    /// <summary>The logits [texts, K] of texts that the models were not trained on.</summary>
    static float[] Logits(NGramRows rows, WideFeatures features, LinearWeights[] models, int[] part, int columns)
    {
        var places = new int[columns];
        Array.Fill(places, -1);
        for (var place = 0; place < features.Columns.Length; place++)
        {
            places[features.Columns[place]] = place;
        }

        var texts = new ScaledRows(rows.Select(part, places), features.Texts.Squares);
        return [.. from row in Enumerable.Range(0, part.Length) from model in models select (float)texts.Logit(row, model)];
    }

    /// <summary>The cross entropy that is left when scale and bias are the best: both are fitted later.</summary>
    double Loss(float[] logits, int[] labels)
    {
        var scaled = Fusion.Fit(new float[logits.Length], logits, labels, _outputs, weights).Apply(new float[logits.Length], logits);
        var text = new double[_outputs];
        var sum = 0.0;
        for (var row = 0; row < labels.Length; row++)
        {
            for (var k = 0; k < _outputs; k++)
            {
                text[k] = scaled[(row * _outputs) + k];
            }

            sum += (weights is null ? 1 : weights[labels[row]]) * CrossEntropy.OfLogits(text, labels[row]);
        }

        return sum / labels.Length;
    }

    WideChannel Channel(NGramTable table, WideFeatures features, LinearWeights[] models, WideRecipe recipe, float[] validationLogits)
    {
        var count = features.Columns.Length;
        var fingerprints = new uint[count];
        var (weights, norm) = (new float[(count + 1) * _outputs], new float[count + 1]);
        for (var place = 0; place < count; place++)
        {
            fingerprints[place] = table.Fingerprints[features.Columns[place]];
            norm[place + 1] = features.Texts.Squares[place];
            for (var k = 0; k < _outputs; k++)
            {
                weights[((place + 1) * _outputs) + k] = (float)models[k].Columns[place];
            }
        }

        return new WideChannel
        {
            Table = new NGramTable(fingerprints),
            Weights = weights,
            Norm = norm,
            Bias = [.. models.Select(model => (float)model.Bias)],
            ValidationLogits = validationLogits,
            Recipe = recipe,
        };
    }
}
