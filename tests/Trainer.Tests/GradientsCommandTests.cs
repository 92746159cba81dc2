using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Runs;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Trainer.Tests;

public sealed class GradientsCommandTests : IDisposable
{
    static readonly string[] s_small = ["--set", "model.embeddingSize=6", "--set", "model.hiddenSize=5", "--set", "training.batchSize=10", "--epochs", "2"];

    readonly TempDirectory _temp = new();

    string Data => TinyReviews.Write(_temp["data"]);

    [Fact]
    public async Task Gradients_ARunOfThePaper_WritesAFileForEachModelAndTheTable()
    {
        await TinyReviews.Run(default, ["run", "--data", Data, "--output", _temp["run"], "--preset", "paper", "--set", "preprocessing.sequenceLength=12", .. s_small]);

        var (exitCode, output, error) = await TinyReviews.Run(default, "gradients", _temp["run"], "--data", Data);

        Assert.True(exitCode == ExitCode.Done, error);
        Assert.All(new[] { "rnn1", "rnn2", "lstm1", "lstm2", "gru1", "gru2" }, name =>
        {
            var flow = GradientFlow.Find(_temp["run", name])!;
            Assert.Equal((16, 12), (flow.Texts, flow.Steps)); // a fifth of 80 texts
            Assert.Equal([WeightState.Untrained, WeightState.Trained], flow.States.Select(state => state.State));
            Assert.All(flow.States, state => Assert.Equal(name[^1] - '0', state.Layers.Count));
            Assert.Equal(Checkpoint.Read(_temp["run", name, "best"]).Metrics[^1].ValidationLoss, flow.State(WeightState.Trained)!.Loss, 1e-5); // of float32
            Assert.Equal(2 * (name[^1] - '0'), output.Split('\n').Count(line => line.StartsWith($"| {name} ", StringComparison.Ordinal)));
        });

        // A run may be replaced although gradients lie beside its checkpoints.
        var again = await TinyReviews.Run(default, ["run", "--data", Data, "--output", _temp["run"], "--overwrite", "--models", "gru1", .. s_small]);
        Assert.Equal(ExitCode.Done, again.ExitCode);
        Assert.False(File.Exists(_temp["run", "gru1", GradientFlow.FileName]));
    }

    [Fact]
    public async Task Gradients_ARunThatMasksPadding_MeasuresTextsOfOneLength()
    {
        await TinyReviews.Run(default, ["run", "--data", Data, "--output", _temp["run"], "--preset", "general", "--models", "gru1", .. s_small]);

        var (exitCode, _, error) = await TinyReviews.Run(default, "gradients", _temp["run"], "--data", Data, "--output", _temp["elsewhere"], "--texts", "5", "--threads", "2");

        Assert.True(exitCode == ExitCode.Done, error);
        Assert.Null(GradientFlow.Find(_temp["run", "gru1"]));
        var flow = GradientFlow.Read(_temp["elsewhere", "gru1", GradientFlow.FileName]);
        Assert.InRange(flow.Texts, 2, 5);
        Assert.InRange(flow.Steps, 4, 8); // the texts have 4 to 8 words
        Assert.Equal([ReadingDirection.Forward, ReadingDirection.Backward], flow.States[1].Layers.Select(layer => layer.Direction));
    }

    // Fresh weights: those with which the training started, which a training of a learning rate of nearly 0 still has.
    [Fact]
    public async Task Gradients_Untrained_AreThoseOfTheWeightsThatTheTrainingStartedWith()
    {
        await TinyReviews.Run(
            default, ["run", "--data", Data, "--output", _temp["run"], "--preset", "general", "--models", "lstm1", "--set", "model.wide=false", "--set", "training.averageDecay=0", .. s_small, "--set", "training.learningRate=1e-12"]);

        await TinyReviews.Run(default, "gradients", _temp["run"]); // where the texts are, the run knows

        var (untrained, trained) = (GradientFlow.Find(_temp["run", "lstm1"])!.States[0], GradientFlow.Find(_temp["run", "lstm1"])!.States[1]);
        Assert.Equal(untrained.Loss, trained.Loss, 1e-9); // steps of 1e-12
        Assert.All(untrained.Layers.Zip(trained.Layers), pair => Assert.Equal(pair.First.Norms[0], pair.Second.Norms[0], 1e-9));
    }

    [Fact]
    public async Task Gradients_OtherTexts_AreRefusedInOneLine()
    {
        await TinyReviews.Run(default, ["run", "--data", Data, "--output", _temp["run"], "--models", "rnn1", .. s_small]);

        var (exitCode, _, error) = await TinyReviews.Run(default, "gradients", _temp["run"], "--data", TinyReviews.Write(_temp["other"], train: 60));

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains("found other texts, or texts in other files, expected the texts of the run", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_temp["run", "rnn1", GradientFlow.FileName]));
    }

    [Theory]
    [InlineData("--texts: found 0, expected 1 to 100000", "--texts", "0")]
    [InlineData("--models: found \"rnn\", expected all", "--models", "rnn")]
    [InlineData("--threads: found 0, expected 1 to 1024", "--threads", "0")]
    public async Task Gradients_UnusableOption_IsOneLine(string expected, params string[] args)
    {
        var (exitCode, _, error) = await TinyReviews.Run(default, ["gradients", _temp["run"], .. args]);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gradients_NoRun_SaysSo()
    {
        Assert.Equal(ExitCode.BadInput, (await TinyReviews.Run(default, "gradients", _temp["run"])).ExitCode);
        Directory.CreateDirectory(_temp["run"]);
        Assert.Equal(ExitCode.BadArtifact, (await TinyReviews.Run(default, "gradients", _temp["run"])).ExitCode);
    }

    public void Dispose() => _temp.Dispose();
}
