using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Trainer.Tests;

public sealed class RunCommandTests : IDisposable
{
    static readonly string[] s_quick =
        ["--set", "model.embeddingSize=8", "--set", "model.hiddenSize=6", "--set", "training.batchSize=7", "--set", "preprocessing.sequenceLength=10", "--set", "training.learningRate=0.05"];

    readonly TempDirectory _temp = new();

    string Data => TinyReviews.Write(_temp["data"]);

    [Fact]
    public async Task Run_AllSix_LearnsAndWritesCheckpointsAndTheTable()
    {
        var (exitCode, output, _) = await Run("--data", Data, "--output", _temp["run"], "--epochs", "4");

        Assert.Equal(ExitCode.Done, exitCode);
        Assert.All(new[] { "rnn1", "rnn2", "lstm1", "lstm2", "gru1", "gru2" }, name =>
        {
            Assert.Contains($"| {name} ", output, StringComparison.Ordinal);
            var best = Checkpoint.Read(_temp["run", name, "best"]);
            Assert.Equal(name, best.Config.Name);
            Assert.Equal(21, best.Test!.Value.Count);
            Assert.Equal(21, Checkpoint.ReadTestLogits(_temp["run", name, "best"]).Count);
            Assert.Equal(best.Metrics.Min(epoch => epoch.ValidationLoss), best.Metrics[^1].ValidationLoss);
            Assert.Equal(4, Checkpoint.Read(_temp["run", name, "last"]).Metrics.Count);

            // One word decides, but a vanilla RNN forgets it within a few steps: four epochs are too few to ask it for more than a start.
            var least = name.StartsWith("rnn", StringComparison.Ordinal) ? 0.5 : 0.8;
            Assert.True(best.Test.Value.Accuracy > least, $"{name} learnt only to {best.Test.Value.Accuracy:P0}");
        });
    }

    [Fact]
    public async Task Run_SameSeed_GivesTheSameBytes()
    {
        var data = Data;
        await Run("--data", data, "--output", _temp["a"], "--epochs", "2", "--models", "gru1,lstm2");
        await Run("--data", data, "--output", _temp["b"], "--epochs", "2", "--models", "lstm2");
        await Run("--data", data, "--output", _temp["c"], "--epochs", "2", "--models", "lstm2", "--seed", "2");

        Assert.Equal(Files("a", "lstm2"), Files("b", "lstm2"));
        Assert.NotEqual(Files("a", "lstm2"), Files("c", "lstm2"));
    }

    [Fact]
    public async Task Run_ResumedWithOtherOptions_IsRefused()
    {
        var data = Data;
        await Run("--data", data, "--output", _temp["run"], "--epochs", "1", "--models", "rnn1");

        var (exitCode, _, error) = await Run("--data", data, "--output", _temp["run"], "--epochs", "1", "--models", "rnn1", "--resume", "--seed", "9");

        Assert.Equal(ExitCode.BadArtifact, exitCode);
        Assert.Contains("config.json: found another configuration, expected the one of this run", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ResumedFromAnOlderFormat_IsRefusedByName()
    {
        string[] args = ["--data", Data, "--output", _temp["run"], "--epochs", "1", "--models", "rnn1"];
        await Run(args);
        var config = _temp["run", "rnn1", "last", Checkpoint.ConfigFile];
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"formatVersion\": 2", "\"formatVersion\": 1", StringComparison.Ordinal));

        var (exitCode, _, error) = await Run([.. args, "--resume"]);

        Assert.Equal(ExitCode.BadArtifact, exitCode);
        Assert.Contains($"{config}: formatVersion: found 1, expected 2; an older version of the trainer began this training", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OutputThatHoldsARun_IsRefusedUnlessOverwritten()
    {
        var data = Data;
        string[] args = ["--data", data, "--output", _temp["run"], "--epochs", "1", "--models", "rnn1"];
        await Run(args);

        var (exitCode, _, error) = await Run(args);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains("found a run, expected a new directory; --resume goes on with it, --overwrite replaces it", error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await Run([.. args, "--overwrite"])).ExitCode);
    }

    [Fact]
    public async Task Run_DataWithoutTest_TrainsAndLeavesTheTestOut()
    {
        var (exitCode, output, _) = await Run("--data", Path.Combine(Data, "train.csv"), "--output", _temp["run"], "--epochs", "1", "--models", "gru1");

        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Contains("| gru1 ", output, StringComparison.Ordinal);
        Assert.Null(Checkpoint.Read(_temp["run", "gru1", "best"]).Test);
    }

    [Fact]
    public async Task Run_CarriedHiddenState_TrainsToOtherWeights()
    {
        var data = Data;
        await Run("--data", data, "--output", _temp["a"], "--epochs", "1", "--models", "gru1");
        await Run("--data", data, "--output", _temp["b"], "--epochs", "1", "--models", "gru1", "--set", "training.carryHiddenState=true");

        Assert.NotEqual(
            File.ReadAllBytes(_temp["a", "gru1", "best", Checkpoint.WeightsFile]), File.ReadAllBytes(_temp["b", "gru1", "best", Checkpoint.WeightsFile]));
    }

    [Theory]
    [InlineData("--models: found \"gpt\", expected all, or one or more of rnn1, rnn2", "--models", "gru1,gpt")]
    [InlineData("--preset: found \"newspaper\", expected one of paper, sample", "--preset", "newspaper")]
    [InlineData("--device: found \"tpu\", expected cpu, cuda or auto", "--device", "tpu")]
    [InlineData("--threads: found 0, expected 1 to 1024", "--threads", "0")]
    [InlineData("--set: found \"epochs\", expected key=value", "--set", "epochs")]
    [InlineData("--set: unknown key \"training.epoch\"", "--set", "training.epoch=3")]
    [InlineData("training.epochs is 0, expected 1 to 10000", "--epochs", "0")]
    [InlineData("--config: nowhere.json: found no such file", "--config", "nowhere.json")]
    [InlineData("no-such-folder: found", "--data", "no-such-folder")]
    [InlineData("unknown option \"--model\"", "--model", "gru1")]
    public async Task Run_BadOption_SaysWhatIsWrongAndWritesNothing(string message, params string[] option)
    {
        var (exitCode, output, error) = await TinyReviews.Run(CancellationToken.None, ["run", "--output", _temp["run"], .. option]);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Empty(output);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_temp["run"]));
    }

    [Fact]
    public async Task Run_OneLabelOnly_IsRefused()
    {
        File.WriteAllText(_temp["one.csv"], "text,label\ngood,1\nfine,1\n");

        var (exitCode, _, error) = await Run("--data", _temp["one.csv"], "--output", _temp["run"]);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains("found 0 texts with label 0, expected at least 2 of each label", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_temp["run"]));
    }

    public void Dispose() => _temp.Dispose();

    static string[] Arguments(params string[] args) => ["run", .. s_quick, .. args];

    static Task<(int ExitCode, string Output, string Error)> Run(params string[] args) => TinyReviews.Run(CancellationToken.None, Arguments(args));

    SortedDictionary<string, string> Files(params string[] directory) => new(
        Directory.GetFiles(_temp[directory], "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(_temp[directory], path), path => Convert.ToHexString(File.ReadAllBytes(path))),
        StringComparer.Ordinal);
}
