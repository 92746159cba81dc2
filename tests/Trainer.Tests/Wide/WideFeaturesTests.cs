using RnnToolkit.Trainer.Wide;

namespace RnnToolkit.Trainer.Tests.Wide;

public class WideFeaturesTests
{
    const double Tolerance = 1e-6; // one rounding to float32

    // Columns 0 and 1 are words, 2 and 3 characters; column 3 is in one text of the part alone.
    static readonly NGramRows s_rows = NGramRows.From([[0, 1, 2], [0, 2], [1, 2, 3], [0, 1], [0, 3]]);
    static readonly bool[] s_isCharacters = [false, false, true, true];
    static readonly int[] s_part = [0, 1, 2, 3];
    static readonly int[] s_labels = [1, 1, 0, 0, 0];

    [Fact]
    public void Of_TwoClasses_MultipliesInverseFrequencyAndRootOfTheRatio()
    {
        var words = WideFeatures.Of(s_rows, s_isCharacters, s_part, s_labels, 2, new WideRecipe(true, false, 0.5, 10));

        Assert.Equal([0, 1], words.Columns);
        var idf = Math.Log(5.0 / 4) + 1; // both are in three of four texts

        // Class 1 has columns 0 and 1 in 2 and 1 texts, class 0 in 1 and 2: with one added to each, 3/5 against 2/5, and the reverse.
        var ratio = Math.Log(3.0 / 5) - Math.Log(2.0 / 5);
        Assert.All(words.Texts.Squares, square => Assert.Equal(idf * idf * ratio, square, Tolerance));
        Assert.Equal(1 / Math.Sqrt(2 * words.Texts.Squares[0]), words.Texts.InverseLengths[0], Tolerance);
    }

    [Fact]
    public void Of_ThreeClasses_TakesTheRootMeanSquareOfTheRatios()
    {
        var rows = NGramRows.From([[0], [0, 1], [1], [0, 1]]);
        var features = WideFeatures.Of(rows, [false, false], s_part, [0, 0, 1, 2], 3, new WideRecipe(true, false, 1, 10));

        double[] ratios = [.. new[] { (2, 1), (0, 1), (1, 1) }.Select(counts =>
        {
            var (first, second) = counts;
            var (inside, outside) = (2.0 + first + second, 2.0 + 3 - first + 3 - second);
            return Math.Log((1 + first) / inside) - Math.Log((1.0 + 3 - first) / outside);
        })];
        var idf = Math.Log(5.0 / 4) + 1;
        Assert.Equal(idf * idf * ratios.Average(ratio => ratio * ratio), features.Texts.Squares[0], Tolerance);
    }

    [Fact]
    public void Of_WordsAndCharacters_ScalesCharactersToWhatWordsContribute()
    {
        var rows = NGramRows.From([[0, 1, 2, 3], [0, 1, 2, 3]]);
        var features = WideFeatures.Of(rows, [false, true, true, true], [0, 1], [0, 1], 2, new WideRecipe(true, true, 0, 10));
        Assert.Equal(features.Texts.Squares[0], features.Texts.Squares[1..].Sum(), Tolerance);

        var few = WideFeatures.Of(rows, [false, false, false, true], [0, 1], [0, 1], 2, new WideRecipe(true, true, 0, 10));
        Assert.Equal(few.Texts.Squares[0], few.Texts.Squares[3], Tolerance); // one against three stays as it is
    }

    [Fact]
    public void Of_NGramOfOneTextOfThePart_IsDropped()
    {
        var characters = WideFeatures.Of(s_rows, s_isCharacters, s_part, s_labels, 2, new WideRecipe(false, true, 0, 10));
        Assert.Equal([2], characters.Columns);
        Assert.Equal([[0], [0], [0], []], Enumerable.Range(0, 4).Select(row => characters.Texts.Rows[row].ToArray()));
        Assert.Equal(0, characters.Texts.InverseLengths[3]); // a text without n-grams
    }
}
