using RnnToolkit.CommandLine;
using RnnToolkit.Inference;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Configuration;

namespace RnnToolkit.Parity.Tests;

public class ExportParityTests
{
    // Float32 sums in another order over 100 time steps; the bound of the toolkit's contract.
    const double Tolerance = 1e-5;

    public static TheoryData<string> Six => new(ModelKind.All.Select(kind => kind.Name));

    [Theory]
    [MemberData(nameof(Six))]
    public async Task ScoreBatch_ExportedModel_GivesTorchSharpsProbabilitiesAtEveryBatchSizeAndWidth(string name)
    {
        using var model = new TrainedModel(ModelKind.All.Single(kind => kind.Name == name));
        var bundle = await Export(model);

        // 150 = 2 * 64 + 22 = 21 * 7 + 3: the last batch is ragged for 7 and 64.
        var texts = RandomText.Many(new Random(11), model.Words, count: 150, maxWords: 160);
        var expected = Array.ConvertAll(model.Logits(texts), Probability);
        Assert.InRange(expected.Max() - expected.Min(), 0.2f, 1f); // else agreement would mean little

        foreach (var (batchSize, width) in new[] { (1, 4), (7, 4), (64, 4), (150, 4), (64, 1), (1, 0), (7, 0), (64, 0), (150, 0) })
        {
            using var scorer = TextClassifier.Load(bundle, new TextClassifierOptions { MaxBatchSize = batchSize, LengthBucketWidth = width });
            Assert.Equal(width, scorer.LengthBucketWidth);
            var scores = scorer.ClassifyBatch(texts);
            AssertClose.Equal(expected, Array.ConvertAll(scores, score => score.Probabilities.At(1)), Tolerance);
            Assert.Equal(expected.Select(probability => probability >= 0.5f ? "pos" : "neg"), scores.Select(score => score.Label));
        }
    }

    [Theory]
    [InlineData("rnn1"), InlineData("lstm2"), InlineData("gru2")]
    public async Task ScoreBatch_BidirectionalModel_GivesTorchSharpsProbabilities(string name)
    {
        using var model = new TrainedModel(
            ModelKind.All.Single(kind => kind.Name == name), new ModelOptions { Bidirectional = true, EmbeddingSize = 17, HiddenSize = 9 });
        var texts = RandomText.Many(new Random(12), model.Words, count: 20, maxWords: 120);

        using var scorer = TextClassifier.Load(await Export(model));

        AssertClose.Equal(
            Array.ConvertAll(model.Logits(texts), Probability), Array.ConvertAll(scorer.ClassifyBatch(texts), score => score.Probabilities.At(1)), Tolerance);
    }

    static async Task<string> Export(TrainedModel model)
    {
        var exported = await InProcess.Run((output, error) => CommandRunner.RunAsync(
            Exporter.Program.CreateCommand(), ["--to", "onnx", "--run", model.Run, "--output", model.Models], output, error));
        Assert.True(exported.ExitCode == ExitCode.Done, exported.Error);
        return Assert.Single(Directory.GetDirectories(model.Models));
    }

    static float Probability(float logit) => (float)(1 / (1 + Math.Exp(-(double)logit)));
}
