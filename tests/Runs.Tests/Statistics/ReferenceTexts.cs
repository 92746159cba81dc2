namespace RnnToolkit.Runs.Tests.Statistics;

/// <summary>Sixty texts of two labels and sixty of four, by formulas that a person can type into Python.</summary>
static class ReferenceTexts
{
    public const int Count = 60;
    public const int Classes = 4;

    /// <summary><c>y = [1 if (i*7)%10 &lt; 4 else 0 for i in range(60)]</c>.</summary>
    public static int[] Labels { get; } = [.. Enumerable.Range(0, Count).Select(i => i * 7 % 10 < 4 ? 1 : 0)];

    /// <summary><c>p = [(((i*37)%25) + y[i]*8 + 1)/40 for i in range(60)]</c>.</summary>
    public static double[] Probabilities { get; } = [.. Enumerable.Range(0, Count).Select(i => ((i * 37 % 25) + (Labels[i] * 8) + 1) / 40.0)];

    /// <summary><c>z = [((i*17)%41 - 20)/2 for i in range(60)]</c>.</summary>
    public static float[][] Logits { get; } = [.. Enumerable.Range(0, Count).Select(i => (float[])[((i * 17 % 41) - 20) / 2f])];

    /// <summary><c>[1 if z[i] + ((i*7)%11 - 5)*2 > 0 else 0 for i in range(60)]</c>.</summary>
    public static int[] LabelsOfLogits { get; } = [.. Enumerable.Range(0, Count).Select(i => Logits[i][0] + (((i * 7 % 11) - 5) * 2) > 0 ? 1 : 0)];

    /// <summary><c>[[((i*13 + k*7 + i*k*3)%23 - 11)/2 for k in range(4)] for i in range(60)]</c>.</summary>
    public static float[][] LogitsOfFour { get; } =
        [.. Enumerable.Range(0, Count).Select(i => Enumerable.Range(0, Classes).Select(k => (((i * 13) + (k * 7) + (i * k * 3)) % 23 - 11) / 2f).ToArray())];

    /// <summary><c>[argmax(Z[i]) if i%3 else (i//3)%4 for i in range(60)]</c>.</summary>
    public static int[] LabelsOfFour { get; } =
        [.. Enumerable.Range(0, Count).Select(i => i % 3 != 0 ? LogitsOfFour[i].Index().MaxBy(logit => logit.Item).Index : i / 3 % Classes)];
}
