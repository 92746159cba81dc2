using RnnToolkit.Bundle;

namespace RnnToolkit.Runs.Tests;

public class GradientMeasurementTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(50, 2)]
    public void Of_AnyTextsAndThreads_IsTheMeanOfTheTexts(int count, int threads)
    {
        var config = TestModels.Config(RecurrentCell.Lstm, layers: 2, bidirectional: true);
        var weights = TestModels.Weights(config, seed: 1);
        MeasuredText[] texts = [.. TestModels.Ids(config, count, 6, seed: 2).Select((ids, i) => new MeasuredText(ids, i % 2))];

        var flow = GradientMeasurement.Of(WeightState.Trained, config, weights, texts, threads);

        Assert.Equivalent(GradientMeasurement.Of(WeightState.Trained, config, weights, texts), flow, strict: true);
        Assert.Equal([(0, ReadingDirection.Forward), (0, ReadingDirection.Backward), (1, ReadingDirection.Forward), (1, ReadingDirection.Backward)], flow.Layers.Select(layer => (layer.Layer, layer.Direction)));
        var classifier = new ClassifierGradients(config, weights);
        var all = texts.Select(text => classifier.Of(text.Ids, text.Label)).ToList();
        Assert.Equal(all.Average(text => text.Loss), flow.Loss, 1e-12);
        for (var t = 0; t < 6; t++)
        {
            var norms = all.Select(text => Norm(text.Traces[1][1].Hidden[t])).Order().ToList();
            Assert.Equal(norms.Average(), flow.Layers[3].Norms[t], 1e-12);
            Assert.Equal((norms[(count - 1) / 2] + norms[count / 2]) / 2, flow.Layers[3].Medians[t], 1e-12);
            Assert.Equal(all.Average(text => Norm(text.Traces[0][1].Cells[t]!)), flow.Layers[1].CellNorms![t], 1e-12);
        }

        Assert.All(flow.Layers, layer => Assert.InRange(layer.SpectralRadius, 0.01, 10));
    }

    [Fact]
    public void Choose_AModelThatReadsPadding_TakesWholeSequencesFromAllOver()
    {
        var texts = Texts([0, 0, 1], [0, 1, 2], [1, 2, 3], [0, 0, 0]);

        Assert.Equal([texts[0], texts[2]], MeasuredText.Choose(texts, 2, maskPadding: false));
        Assert.Equal(texts, MeasuredText.Choose(texts, 99, maskPadding: false));
    }

    [Fact]
    public void Choose_AModelThatMasksPadding_CutsTextsToTheMedianLength()
    {
        var texts = Texts([1, 0, 0, 0], [2, 3, 0, 0], [4, 5, 6, 0], [7, 8, 9, 10], [0, 0, 0, 0]);

        var chosen = MeasuredText.Choose(texts, 99, maskPadding: true);

        Assert.Equal([[2, 3], [4, 5], [7, 8]], chosen.Select(text => text.Ids));
        Assert.Equal([1, 2, 3], chosen.Select(text => text.Label));
    }

    static MeasuredText[] Texts(params long[][] ids) => [.. ids.Select((row, i) => new MeasuredText(row, i))];

    static double Norm(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));
}
