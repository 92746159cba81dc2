using RnnToolkit.Bundle;

namespace RnnToolkit.Trainer.Wide;

/// <summary>Joins the two channels: recurrent * z_recurrent + wide * z_wide + bias, the first two for all classes, the bias for each.</summary>
/// <param name="Recurrent">The weight of the recurrent logits.</param>
/// <param name="Wide">The weight of the wide logits.</param>
/// <param name="Bias">One for each logit of a text.</param>
sealed record Fusion(float Recurrent, float Wide, float[] Bias)
{
    // Either half of the sum of both: what a few validation texts must speak against.
    const double ExpectedWeight = 0.5;

    // In units of texts: with hundreds of validation texts it does not matter, with ten it keeps the weights from running away.
    const double Prior = 1;

    /// <summary>The fusion before anything was fitted.</summary>
    /// <param name="outputs">K: 1 for two classes, else the number of classes.</param>
    public static Fusion Start(int outputs) => new((float)ExpectedWeight, (float)ExpectedWeight, new float[outputs]);

    /// <summary>The fusion of a checkpoint.</summary>
    public static Fusion Of(StateDict weights) => new(
        weights[ParameterNames.FusionRecurrent].Data[0], weights[ParameterNames.FusionWide].Data[0], weights[ParameterNames.FusionBias].Data);

    /// <summary>The tensors of a checkpoint.</summary>
    public IEnumerable<NamedTensor> Tensors() =>
    [
        new NamedTensor(ParameterNames.FusionRecurrent, [1], [Recurrent]),
        new NamedTensor(ParameterNames.FusionWide, [1], [Wide]),
        new NamedTensor(ParameterNames.FusionBias, [Bias.Length], Bias),
    ];

    /// <summary>The fused logits of texts, [texts, K] in row-major order like both arguments.</summary>
    public float[] Apply(ReadOnlySpan<float> recurrent, ReadOnlySpan<float> wide)
    {
        var fused = new float[recurrent.Length];
        for (var i = 0; i < fused.Length; i++)
        {
            fused[i] = (Recurrent * recurrent[i]) + (Wide * wide[i]) + Bias[i % Bias.Length];
        }

        return fused;
    }

    /// <summary>Fits the weights to texts that neither channel was trained on: the smallest cross entropy, with a slight pull to the mean of both channels.</summary>
    /// <param name="recurrent">Logits of the recurrent channel, [texts, K] in row-major order.</param>
    /// <param name="wide">Logits of the wide channel.</param>
    /// <param name="labels">The class of each text.</param>
    /// <param name="outputs">K: 1 for two classes, else the number of classes.</param>
    /// <param name="weights">How much a text of each class counts; null when all count alike.</param>
    public static Fusion Fit(float[] recurrent, float[] wide, IReadOnlyList<int> labels, int outputs, float[]? weights = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(recurrent.Length, labels.Count * outputs);
        ArgumentOutOfRangeException.ThrowIfNotEqual(wide.Length, recurrent.Length);
        var start = new double[2 + outputs];
        (start[0], start[1]) = (ExpectedWeight, ExpectedWeight);
        var found = LbfgsMinimizer.Minimize(start, Loss, tolerance: 1e-5 * labels.Count);
        return new Fusion((float)found[0], (float)found[1], [.. found.Skip(2).Select(value => (float)value)]);

        double Loss(double[] point, double[] gradient)
        {
            var loss = 0.0;
            for (var i = 0; i < point.Length; i++)
            {
                var distance = point[i] - start[i];
                loss += 0.5 * Prior * distance * distance;
                gradient[i] = Prior * distance;
            }

            var errors = new double[outputs];
            for (var text = 0; text < labels.Count; text++)
            {
                var first = text * outputs;
                for (var k = 0; k < outputs; k++)
                {
                    errors[k] = (point[0] * recurrent[first + k]) + (point[1] * wide[first + k]) + point[2 + k];
                }

                var weight = weights is null ? 1 : weights[labels[text]];
                loss += weight * CrossEntropy.OfLogits(errors, labels[text]);
                for (var k = 0; k < outputs; k++)
                {
                    errors[k] *= weight;
                    gradient[0] += errors[k] * recurrent[first + k];
                    gradient[1] += errors[k] * wide[first + k];
                    gradient[2 + k] += errors[k];
                }
            }

            return loss;
        }
    }
}
