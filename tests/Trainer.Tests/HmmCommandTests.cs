using System.Globalization;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Runs;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Trainer.Tests;

public sealed class HmmCommandTests : IDisposable
{
    readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("discrete")]
    [InlineData("gaussian")]
    public async Task Hmm_TextsOfDifferentWords_AreToldApart(string emissions)
    {
        var (exitCode, output, error) = await Train("a", emissions);

        Assert.True(exitCode == ExitCode.Done, error);
        Assert.StartsWith("| label | training texts | tokens | training perplexity | test perplexity |", output, StringComparison.Ordinal);
        Assert.Contains("test accuracy, 95% interval: 100.00% (83.89 to 100.00), 20 texts", output, StringComparison.Ordinal);
        var (record, texts) = BaselineRecord.Read(_temp["a"]);
        Assert.Equal($"hmm-{emissions}-2", record.Name);
        Assert.Equal((16, 20), (texts.Count(text => text.Part == PredictionFile.ValidationPart), texts.Count(text => text.Part == PredictionFile.TestPart)));
        Assert.All(record.Models, model =>
        {
            Assert.Equal(32, model.Texts);
            Assert.Equal(5, model.LogLikelihoods.Count);
            Assert.True(emissions == "gaussian" || model.LogLikelihoods[^1] > model.LogLikelihoods[0]);
            Assert.Equal(1, model.StateSummaries.Sum(state => state.Share), 1e-9); // rounding of two chances
        });
    }

    [Fact]
    public async Task Hmm_SameSeed_GivesTheSameFiles()
    {
        await Train("a", "discrete");
        await Train("b", "discrete");
        await Train("c", "discrete", "--seed", "2");

        foreach (var file in new[] { "baseline.json", "predictions.csv" })
        {
            Assert.Equal(File.ReadAllBytes(_temp["a", file]), File.ReadAllBytes(_temp["b", file]));
        }

        Assert.NotEqual(File.ReadAllBytes(_temp["a", "predictions.csv"]), File.ReadAllBytes(_temp["c", "predictions.csv"]));
    }

    [Fact]
    public async Task Hmm_TextsWithoutKnownWords_GetTheLabelOfThePriors()
    {
        await Train("a", "discrete", "--pseudo-count", "0");

        // Without a pseudo count, a text with a word that a label has never seen is impossible under that label; if it is impossible under all labels, they tie.
        var (_, texts) = BaselineRecord.Read(_temp["a"]);
        Assert.All(texts, text => Assert.True(float.IsFinite(text.Logits[0])));
    }

    [Fact]
    public async Task Hmm_MoreThanTwoLabels_HasALogitForEach()
    {
        var rows = Enumerable.Range(0, 60).Select(i => $"{(i % 3) switch { 0 => "red apple", 1 => "blue sky", _ => "green tree" }} thing,{i % 3}");
        var data = _temp.Write("three.csv", $"text,label\n{string.Join('\n', rows)}\n");

        var (exitCode, _, error) = await Run("hmm", "--data", data, "--output", _temp["three"], "--states", "2", "--iterations", "2");

        Assert.True(exitCode == ExitCode.Done, error);
        Assert.All(BaselineRecord.Read(_temp["three"]).Texts, text => Assert.Equal((3, true), (text.Logits.Length, text.IsRight)));
    }

    [Theory]
    [InlineData("--states: found 0, expected 1 to 100", "--states", "0")]
    [InlineData("--emissions: found \"other\", expected discrete or gaussian", "--emissions", "other")]
    [InlineData("--emissions gaussian: needs --vectors", "--emissions", "gaussian")]
    [InlineData("--vectors: needs --emissions gaussian", "--vectors", "x.vec")]
    [InlineData("--pseudo-count: found -1, expected 0 to 1000", "--pseudo-count", "-1")]
    [InlineData("--iterations: found 0, expected 1 to 1000", "--iterations", "0")]
    [InlineData("--preset: found \"other\"", "--preset", "other")]
    public async Task Hmm_BadOption_IsOneLine(string expected, params string[] options)
    {
        var (exitCode, output, error) = await Run(["hmm", .. options]);

        Assert.Equal((ExitCode.BadInput, ""), (exitCode, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hmm_OutputThatExists_IsLeftAlone()
    {
        _temp.Write("a/mine.txt", "text");

        var (exitCode, _, error) = await Run("hmm", "--output", _temp["a"]);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains("found something there, expected a new directory", error, StringComparison.Ordinal);
        Assert.True(File.Exists(_temp["a", "mine.txt"]));
    }

    [Theory]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 9", "formatVersion")]
    [InlineData("\"models\": [", "\"models\": [ null, ", "models")]
    public async Task Read_DamagedBaseline_IsRefused(string from, string to, string expected)
    {
        await Train("a", "discrete");
        File.WriteAllText(_temp["a", "baseline.json"], File.ReadAllText(_temp["a", "baseline.json"]).Replace(from, to, StringComparison.Ordinal));

        Assert.Contains(expected, Assert.Throws<CheckpointFormatException>(() => BaselineRecord.Read(_temp["a"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_BaselineAndRun_ShowsItsAccuracyAndTheTest()
    {
        await Train("a", "discrete");
        await Train("b", "discrete", "--seed", "2");
        var trained = await Run(
            "run", "--data", _temp["data"], "--preset", "paper", "--models", "gru1", "--epochs", "1", "--output", _temp["run"], "--set", "model.embeddingSize=6", "--set", "model.hiddenSize=5");
        Assert.True(trained.ExitCode == ExitCode.Done, trained.Error);

        var (exitCode, output, error) = await Run("compare", _temp["a"], _temp["b"], _temp["run"]);

        Assert.True(exitCode == ExitCode.Done, error);
        Assert.Contains("| hmm-discrete-2 |", output, StringComparison.Ordinal);
        Assert.Contains("100.00% (83.89 to 100.00)", output, StringComparison.Ordinal);
        Assert.Contains("perplexity of neg: ", output, StringComparison.Ordinal);
        Assert.Contains("hmm-discrete-2 is right on ", output, StringComparison.Ordinal);
    }

    static Task<ProgramResult> Run(params string[] args) => TinyReviews.Run(CancellationToken.None, args);

    /// <summary>Trains on texts whose words belong to one label each, but for a few common ones.</summary>
    Task<ProgramResult> Train(string output, string emissions, params string[] options)
    {
        string[] negative = ["bad", "dull", "awful", "weak"], positive = ["good", "great", "fine", "fun"], common = ["film", "plot", "actor"];
        var random = new Random(1);
        _temp.Write("data/train.csv", Table(80));
        _temp.Write("data/test.csv", Table(20));
        var vectors = _temp.Write(
            "words.vec", string.Concat(negative.Concat(positive).Concat(common).Select((word, i) => string.Create(CultureInfo.InvariantCulture, $"{word} {(i < 4 ? -1 : i < 8 ? 1 : 0)} 0.{i}\n"))));
        string[] gaussian = emissions == "gaussian" ? ["--vectors", vectors, "--mixtures", "2"] : [];
        return Run(["hmm", "--data", _temp["data"], "--preset", "paper", "--output", _temp[output], "--states", "2", "--iterations", "4", "--emissions", emissions, .. gaussian, .. options]);

        string Table(int count) => "text,label\n" + string.Concat(Enumerable.Range(0, count).Select(i =>
        {
            var words = i % 2 == 0 ? negative : positive;
            var text = Enumerable.Range(0, 4 + random.Next(4)).Select(t => t % 2 == 0 ? words[random.Next(4)] : common[random.Next(3)]);
            return $"{string.Join(' ', text)} {i},{(i % 2 == 0 ? "neg" : "pos")}\n";
        }));
    }
}
