using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Preprocess;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Wide;

namespace RnnToolkit.Trainer.Tests.Wide;

public sealed class WideRunTests : IDisposable
{
    static readonly string[] s_quick =
    [
        "--preset", "general", "--models", "gru1", "--epochs", "2", "--set", "model.embeddingSize=6", "--set", "model.hiddenSize=5",
        "--set", "preprocessing.sequenceLength=12", "--set", "preprocessing.unknownRows=3",
    ];

    readonly TempDirectory _temp = new();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Run_GeneralPreset_WritesTheFusedModelAndItsLogits(int classes)
    {
        var data = Write(classes);
        await Run(data, "run");

        var best = Checkpoint.Read(_temp["run", "gru1", "best"]);
        Assert.Equal(best.NGrams!.Count, best.Config.Model.WideSize);
        Assert.Equal(new NGramConfig(), best.Config.Preprocessing.NGrams);
        Assert.True(best.Metrics[^1].ValidationAccuracy > 0.9, $"learnt only to {best.Metrics[^1].ValidationAccuracy:P0}"); // one word decides

        // What the files say of the wide part must explain what it adds to the logits: two texts whose ids are alike differ by it alone.
        var encoder = new TextEncoder(best.Config.Preprocessing, best.Vocabulary, best.NGrams);
        var fusion = Fusion.Of(best.Weights);
        Assert.All(best.Probes, probe =>
        {
            var nGrams = new NGramIds();
            encoder.Encode(probe.Text, new long[encoder.SequenceLength], nGrams);
            Assert.Equal(nGrams.Values.ToArray(), probe.NGrams);
        });
        var unknown = best.Probes.Where(probe => probe.Ids.All(id => id == 0)).ToList();
        Assert.True(unknown.Count >= 2);
        Assert.All(unknown, probe => AssertClose.Equal(
            Without(unknown[0], best.Weights, fusion), Without(probe, best.Weights, fusion), tolerance: 1e-5)); // a few roundings to float32
        Assert.Equal(20, Checkpoint.ReadTestLogits(_temp["run", "gru1", "best"]).Count);
    }

    [Fact]
    public async Task Run_NoNGramInTwoTexts_TrainsWithoutAWideChannel()
    {
        var data = _temp["data"];
        Directory.CreateDirectory(data);
        File.WriteAllText(Path.Combine(data, "train.csv"), "text,label\n飯,a\n魚,a\n肉,b\n米,b\n");
        await Run(data, "run");

        var best = Checkpoint.Read(_temp["run", "gru1", "best"]);
        Assert.Equal((0, null, null), (best.Config.Model.WideSize, best.NGrams, best.Config.Preprocessing.NGrams));
    }

    [Fact]
    public async Task Run_WideSwitchedOff_WritesNoNGrams()
    {
        await Run(Write(2), "run", "--set", "model.wide=false");
        Assert.Null(Checkpoint.Read(_temp["run", "gru1", "best"]).NGrams);
        Assert.False(File.Exists(_temp["run", "gru1", "best", NGramTable.FileName]));
    }

    public void Dispose() => _temp.Dispose();

    static float[] Without(Probe probe, StateDict weights, Fusion fusion)
    {
        var outputs = fusion.Bias.Length;
        var norm = Math.Sqrt(probe.NGrams!.Sum(id => weights[ParameterNames.WideNorm].Data[id]));
        return [.. probe.Outputs.Select((logit, k) =>
        {
            var sum = probe.NGrams!.Sum(id => (double)weights[ParameterNames.WideWeight].Data[(id * outputs) + k]);
            return (float)(logit - (fusion.Wide * ((norm > 0 ? sum / norm : 0) + weights[ParameterNames.WideBias].Data[k])) - fusion.Bias[k]);
        })];
    }

    string Write(int classes)
    {
        string[][] words = [["awful", "bad"], ["great", "good"], ["average", "so so"]];
        string[] nouns = ["film", "plot", "actor", "scene", "camera"];
        var data = _temp["data"];
        Directory.CreateDirectory(data);
        foreach (var (part, rows) in new[] { ("train", 60), ("test", 20) })
        {
            var lines = Enumerable.Range(0, rows).Select(i => $"a {nouns[i / 2 % 5]} that is {words[i % classes][i / 7 % 2]},{words[i % classes][0]}");
            File.WriteAllText(Path.Combine(data, part + ".csv"), "text,label\n" + string.Join('\n', lines) + "\n");
        }

        return data;
    }

    async Task Run(string data, string output, params string[] more)
    {
        var (exitCode, _, error) = await TinyReviews.Run(CancellationToken.None, ["run", "--data", data, "--output", _temp[output], .. s_quick, .. more]);
        Assert.True(exitCode == ExitCode.Done, error);
    }
}
