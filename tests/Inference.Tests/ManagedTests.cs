using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Tests;

/// <summary>The library's own arithmetic against ONNX Runtime, which runs the same bundle.</summary>
public sealed class ManagedTests : IDisposable
{
    // The contract between any two ways to score a bundle.
    const double Tolerance = 1e-5;

    readonly TempDirectory _directory = new();

    public static TheoryData<RecurrentCell, int, bool, WeightPrecision> PaperModels
    {
        get
        {
            var data = new TheoryData<RecurrentCell, int, bool, WeightPrecision>();
            foreach (var cell in Enum.GetValues<RecurrentCell>())
            {
                foreach (var precision in Enum.GetValues<WeightPrecision>())
                {
                    data.Add(cell, 1, false, precision);
                    data.Add(cell, 3, false, precision);
                    data.Add(cell, 1, true, precision);
                    data.Add(cell, 2, true, precision);
                }
            }

            return data;
        }
    }

    public static TheoryData<RecurrentCell, Pooling, int, bool, WeightPrecision> GeneralModels
    {
        get
        {
            var data = new TheoryData<RecurrentCell, Pooling, int, bool, WeightPrecision>();
            foreach (var pooling in Enum.GetValues<Pooling>())
            {
                foreach (var precision in Enum.GetValues<WeightPrecision>())
                {
                    var cell = (RecurrentCell)((int)pooling % 3);
                    data.Add(cell, pooling, 2, true, precision);
                    data.Add((RecurrentCell)(((int)pooling + 1) % 3), pooling, 3, false, precision);
                    data.Add((RecurrentCell)(((int)pooling + 2) % 3), pooling, 40, true, precision);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(PaperModels))]
    public void Classify_ModelsOfThePaper_GiveTheScoresOfOnnxRuntime(RecurrentCell cell, int layers, bool bidirectional, WeightPrecision precision)
    {
        foreach (var hidden in new[] { 1, 6, 16, 50 })
        {
            var bundle = new TinyBundle(cell, layers).With(model => model with { HiddenSize = hidden, EmbeddingSize = hidden + 1, Bidirectional = bidirectional }, Largest(hidden));

            AssertSameScores(bundle, precision);
        }
    }

    [Theory]
    [MemberData(nameof(GeneralModels))]
    public void Classify_GeneralModels_GiveTheScoresOfOnnxRuntime(RecurrentCell cell, Pooling pooling, int classes, bool wide, WeightPrecision precision)
    {
        string[] labels = [.. Enumerable.Range(0, classes).Select(label => $"label {label}")];
        foreach (var (layers, bidirectional) in new[] { (1, true), (2, true), (1, false), (2, false) })
        {
            var bundle = TinyBundle.General(labels, cell, pooling, wide).With(model => model with { Layers = layers, Bidirectional = bidirectional, HiddenSize = 18 }, Largest(18));

            AssertSameScores(bundle, precision);
        }
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(21)]
    public void Load_AnyOperatorSet_IsUnderstood(int opset) => AssertSameScores(
        TinyBundle.General(["a", "b", "c"]), WeightPrecision.Fp32, GraphFormat.Default with { Opset = OpsetInfo.Find(opset)! });

    public void Dispose() => _directory.Dispose();

    // A vanilla RNN with larger weights is chaotic: it magnifies the last bit to whole units.
    static double Largest(int hidden) => Math.Min(0.8, 1.5 / Math.Sqrt(hidden));

    void AssertSameScores(TinyBundle bundle, WeightPrecision precision, GraphFormat? format = null)
    {
        var path = _directory["bundle"];
        // The tables of states that a tiny bundle has are those of weights that were not rounded.
        var states = precision is WeightPrecision.Fp32 ? TinyBundle.SequenceLength : 0;
        bundle.Write(path, new() { Format = (format ?? GraphFormat.Default) with { Precision = precision }, PaddingStates = states });
        using var onnx = TextClassifier.Load(path);
        using var managed = TextClassifier.Load(path, new() { ExecutionProvider = ExecutionProvider.Managed });
        Assert.Equal(ExecutionProvider.Managed, managed.ExecutionProvider);
        string[] texts = ["", "zzz", string.Join(' ', TinyBundle.Words), .. ClassifierFixture.Texts(seed: 81, count: 40, maxWords: 20)];
        Assert.All(onnx.ClassifyBatch(texts).Zip(managed.ClassifyBatch(texts)), pair =>
        {
            Assert.Equal(pair.First.Label, pair.Second.Label);
            Assert.All(pair.First.Probabilities.Values.Zip(pair.Second.Probabilities.Values), each => Assert.Equal(each.First, each.Second, Tolerance));
        });
        Assert.Equal(managed.ClassifyBatch(texts), texts.Select(text => managed.Classify(text)));
        Assert.Equal(onnx.Verify().Passes(), managed.Verify().Passes());
    }
}
