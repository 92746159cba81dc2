using System.Globalization;

namespace RnnToolkit.Trainer.Wide;

/// <summary>A way to make a wide channel.</summary>
/// <param name="Words">Whether n-grams of tokens are features.</param>
/// <param name="Characters">Whether n-grams of characters are.</param>
/// <param name="RatioPower">The power of the naive-Bayes ratio in a feature value: 0 is the inverse document frequency alone.</param>
/// <param name="Cost">C of the logistic regression: larger values trust the training texts more.</param>
readonly record struct WideRecipe(bool Words, bool Characters, double RatioPower, double Cost)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var features = Words && Characters ? "words and characters" : Words ? "words" : "characters";
        return string.Create(CultureInfo.InvariantCulture, $"{features}, ratio^{RatioPower}, C {Cost}");
    }
}
