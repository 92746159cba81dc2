using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>Measures how gradients flow through the time steps of a model with one set of weights.</summary>
public static class GradientMeasurement
{
    const int JacobianSamples = 32;
    const int LyapunovSteps = 40_000;

    static readonly double s_goldenRatio = (Math.Sqrt(5) - 1) / 2;

    /// <summary>Measures the texts.</summary>
    /// <param name="state">Which weights these are.</param>
    /// <param name="config">The architecture.</param>
    /// <param name="weights">The parameters that <see cref="ModelConfig.Parameters"/> lists.</param>
    /// <param name="texts">Texts of equal lengths, see <see cref="MeasuredText.Choose"/>; at least one.</param>
    /// <param name="threads">The most threads to use; the result does not depend on it.</param>
    /// <param name="report">Receives 1 after each text, from several threads.</param>
    /// <param name="cancellationToken">Checked for each text.</param>
    public static GradientFlowState Of(
        WeightState state, ModelConfig config, StateDict weights, IReadOnlyList<MeasuredText> texts, int threads = 1, Action<int>? report = null,
        CancellationToken cancellationToken = default)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        var classifier = new ClassifierGradients(config, weights);
        var lyapunovTexts = Math.Clamp(LyapunovSteps / texts[0].Ids.Length, 1, texts.Count);
        var results = new TextResult[texts.Count];
        Parallel.For(0, texts.Count, parallel, i =>
        {
            results[i] = Measure(classifier, texts[i], PlaceAmong(JacobianSamples, i, texts.Count) * s_goldenRatio % 1, keepInputs: PlaceAmong(lyapunovTexts, i, texts.Count) is not null);
            report?.Invoke(1);
        });

        var layers = new LayerGradientFlow[config.Layers * config.DirectionCount];
        Parallel.For(0, layers.Length, parallel, i =>
        {
            var cell = classifier.Cell(i / config.DirectionCount, i % config.DirectionCount);
            var inputs = results.SelectMany(result => result.Layers[i].Inputs ?? []).ToList();
            layers[i] = Summary(
                i / config.DirectionCount, i % config.DirectionCount, [.. results.Select(result => result.Layers[i])], LyapunovExponent.Of(cell, inputs));
        });
        return new GradientFlowState { State = state, Loss = results.Average(result => result.Loss), Layers = layers };
    }

    /// <param name="classifier">The model.</param>
    /// <param name="text">The text.</param>
    /// <param name="sample">How far into its tokens a Jacobian is taken, 0 to below 1; null for none.</param>
    /// <param name="keepInputs">Whether the inputs of the layers are kept, without padding.</param>
    static TextResult Measure(ClassifierGradients classifier, MeasuredText text, double? sample, bool keepInputs)
    {
        var gradients = classifier.Of(text.Ids, text.Label);
        var (steps, first) = (text.Ids.Length, text.FirstToken);
        return new TextResult(gradients.Loss,
        [
            .. gradients.Traces.SelectMany((traces, layer) => traces.Select((trace, direction) => new LayerResult(
                Norms(trace.Hidden),
                trace.Cells[0] is null ? null : Norms(trace.Cells!),
                sample is { } share ? RadiusAt(classifier.Cell(layer, direction), trace.At(first + (int)(share * (steps - first)))) : null,
                keepInputs ? (direction == 0 ? trace.Inputs[first..] : trace.Inputs[..(steps - first)]) : null))),
        ]);
    }

    static double[] Norms(double[][] gradients) => Array.ConvertAll(gradients, EuclideanNorm.Of);

    static double RadiusAt(CellDynamics cell, CellStep step) => SpectralRadius.Of(cell.TransposedJacobian(step), cell.StateSize);

    /// <summary>The place of text <paramref name="i"/> among <paramref name="samples"/> that are spread evenly over the texts; null for texts between them.</summary>
    static long? PlaceAmong(int samples, int i, int texts)
    {
        var place = (long)i * samples / texts;
        return i == 0 || place > (long)(i - 1) * samples / texts ? place : null;
    }

    static LayerGradientFlow Summary(int layer, int direction, LayerResult[] results, LyapunovExponent exponent)
    {
        var steps = results[0].Norms.Length;
        return new LayerGradientFlow
        {
            Layer = layer,
            Direction = direction == 0 ? ReadingDirection.Forward : ReadingDirection.Backward,
            Norms = OverTexts(steps, result => result.Norms, values => values.Average()),
            Medians = OverTexts(steps, result => result.Norms, Median),
            CellNorms = results[0].CellNorms is null ? null : OverTexts(steps, result => result.CellNorms!, values => values.Average()),
            SpectralRadius = results.Where(result => result.SpectralRadius is not null).Average(result => result.SpectralRadius!.Value),
            LyapunovExponent = exponent.Value,
            LyapunovError = exponent.Error,
        };

        double[] OverTexts(int count, Func<LayerResult, double[]> values, Func<double[], double> reduce) =>
            [.. Enumerable.Range(0, count).Select(t => reduce(Array.ConvertAll(results, result => values(result)[t])))];
    }

    static double Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    sealed record TextResult(double Loss, LayerResult[] Layers);

    sealed record LayerResult(double[] Norms, double[]? CellNorms, double? SpectralRadius, double[][]? Inputs);
}
