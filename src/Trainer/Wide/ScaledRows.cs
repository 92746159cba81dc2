namespace RnnToolkit.Trainer.Wide;

/// <summary>
/// Texts as vectors of length 1: an n-gram of the text has its feature value f, everything else 0, and the whole is divided by its length.
/// </summary>
/// <param name="Rows">The columns of each text.</param>
/// <param name="Squares">f * f of each column.</param>
sealed record ScaledRows(NGramRows Rows, float[] Squares)
{
    /// <summary>1 divided by the length of each text's vector; 0 for a text without n-grams.</summary>
    public double[] InverseLengths { get; } = [.. Enumerable.Range(0, Rows.Count).Select(row => InverseLength(Rows[row], Squares))];

    /// <summary>1 divided by the length of a vector; 0 for one without n-grams.</summary>
    public static double InverseLength(ReadOnlySpan<int> columns, float[] squares)
    {
        var sum = 0.0;
        foreach (var column in columns)
        {
            sum += squares[column];
        }

        return sum > 0 ? 1 / Math.Sqrt(sum) : 0;
    }

    /// <summary>The sum of the weights of a text's n-grams, divided by the length of its vector, and the bias.</summary>
    public double Logit(int row, LinearWeights weights)
    {
        var sum = 0.0;
        foreach (var column in Rows[row])
        {
            sum += weights.Columns[column];
        }

        return (sum * InverseLengths[row]) + weights.Bias;
    }
}
