using RnnToolkit.Bundle;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Tests;

public sealed class TextClassifierTests : IDisposable
{
    // float32 over 12 steps against double precision: a few units in the last place of values around 1.
    const double LogitTolerance = 1e-5;

    readonly TempDirectory _directory = new();

    public static IEnumerable<object[]> Architectures => TinyBundle.Architectures.Select(model => new object[] { model.Cell, model.Layers });

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Classify_AnyArchitecture_IsWhatPyTorchDefines(RecurrentCell cell, int layers)
    {
        var bundle = new TinyBundle(cell, layers);
        bundle.Write(_directory["bundle"]);
        using var classifier = TextClassifier.Load(_directory["bundle"]);
        var texts = RandomText.Many(new Random(3), TinyBundle.Words, count: 50, maxWords: 30);

        Assert.All(texts, text =>
        {
            var prediction = classifier.Classify(text);
            var expected = bundle.Logit(text);
            Assert.Equal(expected, prediction.Logit, LogitTolerance);
            Assert.Equal(1 / (1 + Math.Exp(-expected)), prediction.Probabilities.At(1), LogitTolerance);
        });
    }
}
