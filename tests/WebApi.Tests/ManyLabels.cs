using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.WebApi.Tests;

/// <summary>Bundles of the second format: labels as other people write them, and n-grams.</summary>
static class ManyLabels
{
    /// <summary>The bundle with <see cref="Names"/>; the first of the app.</summary>
    public const string Id = "many";

    /// <summary>A bundle with two labels.</summary>
    public const string TwoId = "two";

    /// <summary>Markup, a formula, names of JavaScript's own, other scripts, a comma and quotes, and one that turns the direction of writing.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["<img src=x onerror=\"document.title='broken'\">", "=1+1", "__proto__", "constructor", "账单", "שאלה", "a, \"b\"", "\u202Eback"];

    public static TinyBundle Bundle { get; } = TinyBundle.General(Names, seed: 3);

    public static TinyBundle Two { get; } = TinyBundle.General(["ham", "spam"], seed: 4);

    public static WebApp App() => WebApp.Of((Id, Bundle), (TwoId, Two));

    /// <summary>The probabilities that PyTorch's equations give, in the order of the labels.</summary>
    public static double[] Probabilities(TinyBundle bundle, string text)
    {
        var logits = bundle.Logits(text);
        if (logits is [var logit])
        {
            return [1 / (1 + Math.Exp(logit)), 1 / (1 + Math.Exp(-logit))];
        }

        var exponentials = Array.ConvertAll(logits, value => Math.Exp(value - logits.Max()));
        return Array.ConvertAll(exponentials, value => value / exponentials.Sum());
    }

    /// <summary>The most probable label and its probability.</summary>
    public static (string Label, double Probability) Best(TinyBundle bundle, string text)
    {
        var probabilities = Probabilities(bundle, text);
        var best = Array.IndexOf(probabilities, probabilities.Max());
        return (bundle.Labels[best], probabilities[best]);
    }
}
