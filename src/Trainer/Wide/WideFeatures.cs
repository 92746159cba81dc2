namespace RnnToolkit.Trainer.Wide;

/// <summary>The n-grams of a part of the texts and their feature values by a recipe.</summary>
sealed class WideFeatures
{
    // N-grams of two texts at least: one is no evidence, and might be the words of a single person.
    public const int MinTexts = 2;

    WideFeatures(int[] columns, ScaledRows texts) => (Columns, Texts) = (columns, texts);

    /// <summary>The columns of all n-grams that are used here, ascending.</summary>
    public int[] Columns { get; }

    /// <summary>The texts, with columns numbered as in <see cref="Columns"/>.</summary>
    public ScaledRows Texts { get; }

    /// <summary>
    /// Chooses the n-grams and gives each its feature value: the inverse document frequency times a power of the naive-Bayes ratio. The ratio is
    /// log((1 + count in texts of the class) / (1 + count in the others)), both as a share of all counts; of more than two classes the root mean
    /// square of the ratios of each.
    /// </summary>
    /// <param name="rows">The n-grams of all texts.</param>
    /// <param name="isCharacters">Whether a column is an n-gram of characters.</param>
    /// <param name="part">The texts to take.</param>
    /// <param name="labels">The class of every text.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="recipe">What to make.</param>
    public static WideFeatures Of(NGramRows rows, bool[] isCharacters, int[] part, int[] labels, int classes, WideRecipe recipe)
    {
        var frequencies = new int[isCharacters.Length];
        foreach (var row in part)
        {
            foreach (var column in rows[row])
            {
                frequencies[column]++;
            }
        }

        int[] columns =
        [
            .. Enumerable.Range(0, isCharacters.Length)
                .Where(column => frequencies[column] >= MinTexts && (isCharacters[column] ? recipe.Characters : recipe.Words)),
        ];
        var places = new int[isCharacters.Length];
        Array.Fill(places, -1);
        for (var place = 0; place < columns.Length; place++)
        {
            places[columns[place]] = place;
        }

        var selected = rows.Select(part, places);
        bool[] characters = [.. columns.Select(column => isCharacters[column])];
        var values = Array.ConvertAll(columns, column => Math.Log((1.0 + part.Length) / (1 + frequencies[column])) + 1);
        if (recipe.RatioPower > 0)
        {
            var ratios = Ratios(selected, [.. columns.Select(column => frequencies[column])], characters, [.. part.Select(row => labels[row])], classes);
            for (var place = 0; place < values.Length; place++)
            {
                values[place] *= Math.Pow(ratios[place], recipe.RatioPower);
            }
        }

        var squares = Array.ConvertAll(values, value => (float)(value * value));
        Balance(selected, characters, squares);
        return new WideFeatures(columns, new ScaledRows(selected, squares));
    }

    static double[] Ratios(NGramRows rows, int[] frequencies, bool[] isCharacters, int[] labels, int classes)
    {
        var sums = new double[frequencies.Length];
        int[] ofInterest = classes == 2 ? [1] : [.. Enumerable.Range(0, classes)];
        foreach (var label in ofInterest)
        {
            var counts = new int[frequencies.Length];
            for (var row = 0; row < rows.Count; row++)
            {
                if (labels[row] == label)
                {
                    foreach (var column in rows[row])
                    {
                        counts[column]++;
                    }
                }
            }

            // Words and characters by themselves: a text has many more of these than of those.
            double[] inside = [0, 0], outside = [0, 0];
            for (var column = 0; column < counts.Length; column++)
            {
                var group = isCharacters[column] ? 1 : 0;
                inside[group] += 1 + counts[column];
                outside[group] += 1 + frequencies[column] - counts[column];
            }

            for (var column = 0; column < counts.Length; column++)
            {
                var group = isCharacters[column] ? 1 : 0;
                var ratio = Math.Log((1.0 + counts[column]) / inside[group]) - Math.Log((1.0 + frequencies[column] - counts[column]) / outside[group]);
                sums[column] += ratio * ratio;
            }
        }

        return Array.ConvertAll(sums, sum => Math.Sqrt(sum / ofInterest.Length));
    }

    /// <summary>
    /// Scales the n-grams of characters, which are many, to no more than what words contribute to the texts' vectors. Where they are few, as in
    /// Chinese, they stay as they are.
    /// </summary>
    static void Balance(NGramRows rows, bool[] isCharacters, float[] squares)
    {
        double words = 0, characters = 0;
        for (var row = 0; row < rows.Count; row++)
        {
            foreach (var column in rows[row])
            {
                if (isCharacters[column])
                {
                    characters += squares[column];
                }
                else
                {
                    words += squares[column];
                }
            }
        }

        if (words > 0 && characters > words)
        {
            for (var column = 0; column < squares.Length; column++)
            {
                squares[column] *= isCharacters[column] ? (float)(words / characters) : 1;
            }
        }
    }
}
