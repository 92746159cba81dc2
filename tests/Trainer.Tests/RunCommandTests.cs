using System.Globalization;
using System.Text;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Runs;
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
    public async Task Run_WordVectors_StartTheEmbedding()
    {
        var data = Data;
        string[] args = ["--data", data, "--epochs", "1", "--models", "gru1", "--set", "training.learningRate=1e-9", "--set", "model.embeddingSize=2"];
        await Run([.. args, "--output", _temp["plain"]]);
        var plain = Checkpoint.Read(_temp["plain", "gru1", "best"]);
        File.WriteAllText(_temp["vectors.txt"], $"{plain.Vocabulary.Tokens[2]} 0.25 -7\nunheard 1 1\n");

        Assert.Equal(ExitCode.Done, (await Run([.. args, "--output", _temp["run"], "--vectors", _temp["vectors.txt"]])).ExitCode);

        float[] expected = [.. plain.Weights["embedding.weight"].Data];
        (expected[6], expected[7]) = (0.25f, -7);

        // The steps of a learning rate of 1e-9.
        AssertClose.Equal(expected, Checkpoint.Read(_temp["run", "gru1", "best"]).Weights["embedding.weight"].Data, tolerance: 1e-5);
    }

    [Theory]
    [InlineData("0,1")]      // the labels of the model
    [InlineData("bad,good")] // others
    public async Task Run_FromAModel_GoesOnWithItsWordsAndWeights(string labels)
    {
        await Run("--data", Data, "--output", _temp["first"], "--epochs", "2", "--models", "gru1,lstm1", "--preset", "general", "--set", "model.wide=false");
        var first = Checkpoint.Read(_temp["first", "gru1", "best"]);
        var names = labels.Split(',');
        File.WriteAllText(_temp["more.csv"], "text,label\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"some other words {i % 2} good,{names[i % 2]}\n")));
        string[] args = ["--data", _temp["more.csv"], "--output", _temp["run"], "--from", _temp["first", "gru1"], "--epochs", "1", "--set", "training.learningRate=1e-9"];

        var (exitCode, output, _) = await TinyReviews.Run(CancellationToken.None, ["run", .. args]);

        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Contains("| gru1 ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("lstm1", output, StringComparison.Ordinal);
        var read = Checkpoint.Read(_temp["run", "gru1", "best"]);
        Assert.Equal(first.Vocabulary.Tokens, read.Vocabulary.Tokens);
        Assert.Equal(first.Config.Preprocessing, read.Config.Preprocessing);
        Assert.Equal(first.Config.Model, read.Config.Model);

        // The steps of a learning rate of 1e-9.
        var heads = new[] { "fc.weight", "fc.bias" };
        Assert.All(first.Weights.Where(tensor => names[0] == "0" || !heads.Contains(tensor.Name)), tensor =>
            AssertClose.Equal(tensor.Data, read.Weights[tensor.Name].Data, tolerance: 1e-6));
        Assert.Equal(names[0] == "0", first.Weights["fc.weight"].Data.Zip(read.Weights["fc.weight"].Data).All(pair => Math.Abs(pair.First - pair.Second) < 1e-6));

        var files = Files("run");
        var (refused, _, error) = await TinyReviews.Run(CancellationToken.None, ["run", .. args.Except(["--from", _temp["first", "gru1"]]), "--resume", "--models", "gru1"]);
        Assert.Equal(ExitCode.BadInput, refused);
        Assert.Contains("--from: found no model, expected SHA-256 ", error, StringComparison.Ordinal);
        Assert.Equal(files, Files("run"));
    }

    [Theory]
    [InlineData("--from: {0}: found 32 for model.hiddenSize, expected 6: the embedding and the layers go on as they are", "--set", "model.hiddenSize=32")]
    [InlineData("--from: {0}: found other options of preprocessing, expected those of the model, which its vocabulary needs", "--set", "preprocessing.sequenceLength=7")]
    [InlineData("--models: found lstm2, expected gru1, which --from names, or no --models", "--models", "lstm2")]
    public async Task Run_FromAModelWithOptionsThatDoNotFit_IsRefused(string message, params string[] options)
    {
        var data = Data;
        await Run("--data", data, "--output", _temp["first"], "--epochs", "1", "--models", "gru1");
        var from = _temp["first", "gru1"];

        var (exitCode, _, error) = await TinyReviews.Run(
            CancellationToken.None, ["run", "--data", data, "--output", _temp["run"], "--from", from, "--epochs", "1", .. options]);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains(string.Format(CultureInfo.InvariantCulture, message, from), error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_temp["run"]));
    }

    [Fact]
    public async Task Run_FromNothing_SaysWhatIsMissing()
    {
        var (exitCode, _, error) = await Run("--data", Data, "--output", _temp["run"], "--from", _temp["nowhere"]);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains($"--from: {_temp["nowhere"]}: found no checkpoint, expected the directory of a model in a run: <run>/<model>", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Seeds_TrainsEachAndShowsMeanAndDeviation()
    {
        string[] args = ["--data", Data, "--epochs", "1", "--models", "rnn1"];

        var (exitCode, output, _) = await Run([.. args, "--output", _temp["run"], "--seeds", "2,1"]);

        Assert.Equal(ExitCode.Done, exitCode);
        var accuracies = new[] { 2, 1 }.Select(seed => Checkpoint.Read(_temp["run", $"seed-{seed}", "rnn1", "best"]).Metrics[^1].ValidationAccuracy).ToList();
        var (mean, deviation) = (100 * accuracies.Average(), 100 * Math.Abs(accuracies[0] - accuracies[1]) / Math.Sqrt(2));
        Assert.Contains(FormattableString.Invariant($" {mean:F2}% ± {deviation:F2} |"), output, StringComparison.Ordinal);
        await Run([.. args, "--output", _temp["one"], "--seed", "1"]);
        Assert.Equal(Files("one", "rnn1"), Files("run", "seed-1", "rnn1"));

        var files = Files("run");
        Assert.Equal(ExitCode.Done, (await Run([.. args, "--output", _temp["run"], "--seeds", "2,1", "--resume"])).ExitCode);
        Assert.Equal(files, Files("run"));
    }

    [Fact]
    public async Task Run_Folds_TrainsOncePerPartAndShowsMeanAndDeviation()
    {
        string[] args = ["--data", Data, "--epochs", "1", "--models", "rnn1,gru1", "--folds", "3", "--output", _temp["run"]];

        var (exitCode, output, _) = await Run(args);

        Assert.Equal(ExitCode.Done, exitCode);
        var accuracies = new[] { 1, 2, 3 }.Select(fold => Checkpoint.Read(_temp["run", $"fold-{fold}", "gru1", "best"]).Metrics[^1].ValidationAccuracy).ToList();
        var mean = 100 * accuracies.Average();
        var deviation = Math.Sqrt(accuracies.Sum(accuracy => ((100 * accuracy) - mean) * ((100 * accuracy) - mean)) / 2);
        Assert.Contains(FormattableString.Invariant($" {mean:F2}% ± {deviation:F2} |"), output, StringComparison.Ordinal);
        var summary = File.ReadAllText(_temp["run", "summary.md"]);
        Assert.StartsWith("# Training run: 3 folds\n", summary, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($" {mean:F2}% ± {deviation:F2} |"), summary, StringComparison.Ordinal);
        Assert.DoesNotContain("s/epoch", summary, StringComparison.Ordinal); // times differ from run to run

        var files = Files("run");
        Assert.Equal(ExitCode.Done, (await Run([.. args, "--resume"])).ExitCode);
        Assert.Equal(files, Files("run"));
        args[7] = "4";
        Assert.Contains("--folds: found 4, expected 3, with which ", (await Run([.. args, "--resume"])).Error, StringComparison.Ordinal);
        Assert.Contains("found a cross-validation, expected a new directory; add --folds", (await Run([.. args[..6], .. args[8..]])).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--folds: found 1, expected 2 to 100", "1")]
    [InlineData("--folds: cannot be combined with --seeds", "5", "--seeds", "1,2")]
    [InlineData("--folds: cannot be combined with --validation", "5", "--validation", "x.csv")]
    public async Task Run_FoldsThatCannotBe_AreRefused(string message, string folds, params string[] options)
    {
        var (exitCode, _, error) = await Run(["--data", Data, "--output", _temp["run"], "--folds", folds, .. options]);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_temp["run"]));
    }

    [Fact]
    public async Task Run_SeedsWhereOneSeedIs_OrTheOtherWayRound_IsRefused()
    {
        string[] args = ["--data", Data, "--epochs", "1", "--models", "rnn1", "--output"];
        await Run([.. args, _temp["one"]]);
        await Run([.. args, _temp["two"], "--seeds", "1,2"]);

        Assert.Contains("found a run with one seed, expected a new directory", (await Run([.. args, _temp["one"], "--seeds", "1,2"])).Error, StringComparison.Ordinal);
        Assert.Contains("found a run with several seeds, expected a new directory", (await Run([.. args, _temp["two"]])).Error, StringComparison.Ordinal);
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

    [Theory]
    [InlineData("training.seed: found 9, expected 1, with which", "--seed", "9")]
    [InlineData("training.epochs: found 1, expected 2 or more, with which", "--epochs", "1")]
    [InlineData("model.dropout: found 0.25, expected 0.5, with which", "--set", "model.dropout=0.25")]
    [InlineData("preprocessing.padding: found right, expected left, with which", "--set", "preprocessing.padding=right")]
    [InlineData("training.maxVocabulary: found 5, expected none, with which", "--set", "training.maxVocabulary=5")]
    public async Task Run_ResumedWithAnotherOption_IsRefusedByNameAndChangesNothing(string message, params string[] option)
    {
        string[] args = ["--data", Data, "--output", _temp["run"], "--epochs", "2", "--models", "rnn1"];
        await Run(args);
        var files = Files("run");

        var (exitCode, _, error) = await Run([.. args.Except(option[0] == "--epochs" ? ["--epochs", "2"] : []), "--resume", .. option]);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains($"error: --resume: {message} {_temp["run"]} was started", error, StringComparison.Ordinal);
        Assert.Equal(files, Files("run"));
    }

    [Theory]
    [InlineData("train.csv", "--resume: --data: found training texts with SHA-256 ")]
    [InlineData("test.csv", "--resume: --data or --test: found a test set with SHA-256 ")]
    public async Task Run_ResumedWithOtherData_IsRefusedAndChangesNothing(string file, string message)
    {
        var data = Data;
        string[] args = ["--data", data, "--output", _temp["run"], "--epochs", "1", "--models", "rnn1"];
        await Run(args);
        var files = Files("run");

        // The same texts: only the labels differ.
        var path = Path.Combine(data, file);
        var labels = File.ReadAllText(path).Replace(",pos\n", ",was-pos\n", StringComparison.Ordinal).Replace(",neg\n", ",pos\n", StringComparison.Ordinal);
        File.WriteAllText(path, labels.Replace(",was-pos\n", ",neg\n", StringComparison.Ordinal));
        var (exitCode, _, error) = await Run([.. args, "--resume"]);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(files, Files("run"));
    }

    [Fact]
    public async Task Run_ResumedRunOfAnOlderVersion_IsRefusedByNameAndCanBeReplaced()
    {
        string[] args = ["--data", Data, "--output", _temp["run"], "--epochs", "1", "--models", "rnn1"];
        await Run(args);
        _temp.Write("run/run.json", """{ "preprocessing": { "steps": [] }, "model": { "dropout": 0.5 }, "training": { "seed": 1 } }""");

        var (exitCode, _, error) = await Run([.. args, "--resume"]);

        Assert.Equal(ExitCode.BadArtifact, exitCode);
        Assert.Contains(
            $"{_temp["run", "run.json"]}: formatVersion: found none, expected 2; another version of the trainer began this run", error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await Run([.. args, "--overwrite"])).ExitCode);
    }

    [Fact]
    public async Task Run_Overwrite_RemovesTheRunAloneAndKeepsWhatIsBesideIt()
    {
        var data = Data;
        await Run("--data", data, "--output", _temp["run"], "--epochs", "1", "--models", "rnn1,gru1");
        _temp.Write("run/notes.md", "mine");
        _temp.Write("run/figures/gru1.png", "mine, too");
        _temp.Write("run/rnn1/.last.1f2e.tmp/weights.safetensors", "left by a process that was killed");
        _temp.Write("run/rnn1/.last.1f2e.tmp.lock", "");

        var (exitCode, _, _) = await Run("--data", data, "--output", _temp["run"], "--epochs", "1", "--models", "gru1", "--overwrite");

        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Equal(["figures", "gru1", "notes.md", "run.json", "summary.md", "timings.json"], Directory.GetFileSystemEntries(_temp["run"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("mine, too", File.ReadAllText(_temp["run", "figures", "gru1.png"]));
    }

    [Theory]
    [InlineData("run.json", "{ \"name\": \"another program\" }", "run.json: found another program's file, expected the run.json of a run")]
    [InlineData("run.json", "not JSON", "run.json: found another program's file, expected the run.json of a run")]
    [InlineData("gru1/thesis.tex", "years of work", "thesis.tex: found a file that the trainer did not write, expected only checkpoints")]
    [InlineData("gru1/best/thesis.tex", "years of work", "thesis.tex: found a file that the trainer did not write, expected only checkpoints")]
    [InlineData("gru1/best/figures/1.png", "years of work", "figures: found a file that the trainer did not write, expected only checkpoints")]
    public async Task Run_OverwriteOfWhatIsNotOurs_IsRefusedAndRemovesNothing(string file, string content, string message)
    {
        string[] args = ["--data", Data, "--output", _temp["run"], "--epochs", "1", "--models", "gru1"];
        await Run(args);
        _temp.Write($"run/{file}", content);
        var files = Files("run");

        var (exitCode, _, error) = await Run([.. args, "--overwrite"]);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains("error: --overwrite: ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(files, Files("run"));
    }

    [Theory]
    [InlineData("--resume"), InlineData("--overwrite"), InlineData("--threads=1")]
    public async Task Run_CheckpointsWithoutRunJson_AreNotReplaced(string option)
    {
        _temp.Write("run/gru1/best/weights.safetensors", "of another program");

        var (exitCode, _, error) = await Run("--data", Data, "--output", _temp["run"], "--epochs", "1", "--models", "gru1", option);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains($"found {_temp["run", "gru1", "best"]} but no run.json, expected a new directory or a run of the trainer", error, StringComparison.Ordinal);
        Assert.Equal("of another program", File.ReadAllText(_temp["run", "gru1", "best", "weights.safetensors"]));
    }

    // 70,000 tokens x 8,192 numbers take more than 2 GiB: the training ran for an epoch and died when it was saved.
    [Fact]
    public async Task Run_TableAbove2GiB_IsRefusedBeforeTraining()
    {
        var words = string.Join(' ', Enumerable.Range(0, 70_000).Select(i => $"w{i}"));
        File.WriteAllText(_temp["large.csv"], $"text,label\n{words},pos\n{words},pos\n{words},neg\n{words},neg\n");

        var (exitCode, _, error) = await Run("--data", _temp["large.csv"], "--output", _temp["run"], "--models", "gru1", "--set", "model.embeddingSize=8192");

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains(
            "error: model.embeddingSize: found a vocabulary of 70001 rows x 8192 numbers, which take 2293792768 bytes, expected at most 2147483647 bytes; lower it or training.maxVocabulary",
            error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_temp["run"]));
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
        Assert.Contains("found a run, expected a new directory; --resume continues it, --overwrite replaces it", error, StringComparison.Ordinal);
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
    [InlineData("--seeds: found \"1,1\", expected 2 to 100 different numbers separated by commas", "--seeds", "1,1")]
    [InlineData("--seeds: found \"7\", expected 2 to 100 different numbers separated by commas", "--seeds", "7")]
    [InlineData("--seeds: cannot be combined with --seed", "--seeds", "1,2", "--seed", "3")]
    [InlineData("--models: found \"gpt\", expected all, or a comma-separated list of names such as gru1", "--models", "gru1,gpt")]
    [InlineData("--models: found \"gru17\", expected all, or a comma-separated list of names such as gru1: rnn, lstm or gru and 1 to 16 layers", "--models", "gru17")]
    [InlineData("--preset: found \"newspaper\", expected one of general, paper, sample", "--preset", "newspaper")]
    [InlineData("--device: found \"tpu\", expected cpu, cuda or auto", "--device", "tpu")]
    [InlineData("--threads: found 0, expected 1 to 1024", "--threads", "0")]
    [InlineData("--set: found \"epochs\", expected key=value", "--set", "epochs")]
    [InlineData("--set: unknown key \"training.epoch\"", "--set", "training.epoch=3")]
    [InlineData("training.epochs is 0, expected 1 to 10000", "--epochs", "0")]
    [InlineData("training.checkpointMinutes is -1, expected 0 to 1440", "--set", "training.checkpointMinutes=-1")]
    [InlineData("--resume: needs --output and cannot be combined with --overwrite", "--resume", "--overwrite")]
    [InlineData("model.hiddenSize: found rnn.weight_ih_l1 of 32768 x 16384 numbers, which take 2147483648 bytes", "--set", "model.hiddenSize=8192", "--set", "model.bidirectional=true", "--models", "lstm2")]
    [InlineData("training.batchSize: found 65536 texts x 10000 tokens x 100 numbers", "--set", "training.batchSize=65536", "--set", "preprocessing.sequenceLength=10000")]
    [InlineData("--config: nowhere.json: found no such file", "--config", "nowhere.json")]
    [InlineData("--labels: labels has 1 names, expected 2 to 1000", "--labels", "ham")]
    [InlineData("--labels: labels is [ham, ham], expected different names", "--labels", "ham,ham")]
    [InlineData("--labels: found \"ham,spam, expected names separated by commas", "--labels", "\"ham,spam")]
    [InlineData("--delimiter: found \"|\", expected \",\", \";\" or tab", "--delimiter", "|")]
    [InlineData("--encoding: found \"ebcdic\", expected utf-8, utf-16, latin-1 or windows-1252", "--encoding", "ebcdic")]
    [InlineData("--max-error-rate: found 2, expected 0 to 1", "--max-error-rate", "2")]
    [InlineData("--drop-rare-labels: found 1, expected 2 or more", "--drop-rare-labels", "1")]
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
    public async Task Run_OtherLabels_AreThoseOfTheDataInOrdinalOrderOrAsAsked()
    {
        var data = Data;
        foreach (var file in Directory.GetFiles(data))
        {
            var renamed = File.ReadAllText(file).Replace(",pos\n", ",ham\n", StringComparison.Ordinal).Replace(",neg\n", ",\"spam, or so\"\n", StringComparison.Ordinal);
            File.WriteAllText(file, renamed);
        }

        string[] args = ["--data", data, "--epochs", "2", "--models", "gru1"];
        await Run([.. args, "--output", _temp["a"]]);
        var (exitCode, _, _) = await Run([.. args, "--output", _temp["b"], "--labels", "\"spam, or so\",ham"]);

        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Equal(["ham", "spam, or so"], Checkpoint.Read(_temp["a", "gru1", "best"]).Config.Labels);
        Assert.Equal(["spam, or so", "ham"], Checkpoint.Read(_temp["b", "gru1", "best"]).Config.Labels);
        var record = File.ReadAllText(_temp["a", "run.json"]).ReplaceLineEndings("");
        Assert.Contains("\"labels\": [    {      \"label\": \"ham\",      \"train\": 40,      \"test\": 11    }", record, StringComparison.Ordinal);
        Assert.Contains("--data or --labels: found other labels", (await Run([.. args, "--output", _temp["b"], "--resume"])).Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await Run([.. args, "--output", _temp["a"], "--resume"])).ExitCode);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public async Task Run_OwnDataWithoutPreset_IsGeneralAndHasAReport(int labels)
    {
        string[] words = ["splendid", "dreadful", "tolerable"];
        string[] names = ["pos", "neg", "so, so"];
        var rows = Enumerable.Range(0, 90).Select(i => $"the film was {words[i % labels]} {i % 7},\"{names[i % labels]}\"\n").ToList();
        _temp.Write("train.csv", "text,label\n" + string.Concat(rows));
        _temp.Write("test.csv", "text,label\n" + string.Concat(rows.Take(12)));

        var (exitCode, output, error) = await TinyReviews.Run(CancellationToken.None,
            ["run", "--data", _temp["train.csv"], "--test", _temp["test.csv"], "--output", _temp["run"], "--epochs", "2", "--models", "gru1", "--set", "model.hiddenSize=4", "--set", "model.wide=false"]);

        Assert.True(exitCode == ExitCode.Done, error);
        Assert.Contains("| gru1 ", output, StringComparison.Ordinal);
        var best = Checkpoint.Read(_temp["run", "gru1", "best"]);
        var logits = Checkpoint.ReadTestLogits(_temp["run", "gru1", "best"]);
        var right = logits.Count(text => ClassProbabilities.LabelOf<double>(ScoreComparison.Probabilities(ScoreComparison.Doubles(text.Outputs)), 0.5) == text.Label);
        Assert.Equal(labels == 2 ? ["neg", "pos"] : ["neg", "pos", "so, so"], best.Config.Labels);
        Assert.True(best.Config.Preprocessing.UnknownRows > 0);
        Assert.Equal((12, right / 12.0), (best.TestReport!.Count, best.TestReport.Accuracy));
        Assert.Equal(labels == 2, best.TestReport.RocAuc is not null);
        Assert.Equal(labels == 2, best.Test is not null);
        Assert.Contains("\"label\": \"neg\"", File.ReadAllText(_temp["run", "run.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SentimentLabels_LeaveTheRunRecordAsItWas()
    {
        await Run("--data", Data, "--output", _temp["run"], "--epochs", "1", "--models", "rnn1");

        Assert.Null(RunRecord.Read(_temp["run"]).Labels);
    }

    [Fact]
    public async Task Run_FileOfAnotherProgram_IsReadAsTheOptionsSay()
    {
        var data = Data;
        var rows = File.ReadAllLines(Path.Combine(data, "train.csv"))[1..];
        File.WriteAllText(_temp["other.csv"], string.Join("\r\n", [.. rows.Select(row => row.Replace(',', ';')), "one field"]), Encoding.Unicode);
        string[] options = ["--epochs", "1", "--models", "gru1", "--set", "training.validationShare=0.5"];

        await Run(["--data", Path.Combine(data, "train.csv"), "--output", _temp["a"], .. options]);
        var (exitCode, _, _) = await Run(
            ["--data", _temp["other.csv"], "--no-header", "--text-column", "1", "--label-column", "2", "--max-error-rate", "0.1", "--output", _temp["b"], .. options]);

        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Equal(
            File.ReadAllBytes(_temp["a", "gru1", "best", Checkpoint.WeightsFile]), File.ReadAllBytes(_temp["b", "gru1", "best", Checkpoint.WeightsFile]));
    }

    [Fact]
    public async Task Run_SeparateValidationSet_IsUsedAndBelongsToTheRun()
    {
        string[] args = ["--data", Path.Combine(Data, "train.csv"), "--output", _temp["run"], "--models", "rnn1"];
        string[] validation = ["--validation", Path.Combine(Data, "test.csv")];

        Assert.Equal(ExitCode.Done, (await Run([.. args, .. validation, "--epochs", "1"])).ExitCode);
        Assert.Contains("\"validation\": \"", File.ReadAllText(_temp["run", "run.json"]), StringComparison.Ordinal);

        Assert.Equal(ExitCode.Done, (await Run([.. args, .. validation, "--epochs", "2", "--resume"])).ExitCode);
        var (exitCode, _, error) = await Run([.. args, "--epochs", "2", "--resume"]);
        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains("--resume: --validation: found no separate validation set, expected SHA-256 ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OneLabelOnly_IsRefused()
    {
        File.WriteAllText(_temp["one.csv"], "text,label\ngood,1\nfine,1\n");

        var (exitCode, _, error) = await Run("--data", _temp["one.csv"], "--output", _temp["run"]);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains("training part: found one label, pos, expected 2 to 1000; --label-column names the column of the labels", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_temp["run"]));
    }

    public void Dispose() => _temp.Dispose();

    // The paper's models are the quickest; what a preset changes has tests of its own.
    static string[] Arguments(params string[] args) => ["run", .. args.Contains("--preset") ? [] : new[] { "--preset", "paper" }, .. s_quick, .. args];

    static Task<ProgramResult> Run(params string[] args) => TinyReviews.Run(CancellationToken.None, Arguments(args));

    /// <summary>The files of a run but for its times.</summary>
    SortedDictionary<string, string> Files(params string[] directory) => new(
        Directory.GetFiles(_temp[directory], "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != RunLayout.TimingsFile)
            .ToDictionary(path => Path.GetRelativePath(_temp[directory], path), path => Convert.ToHexString(File.ReadAllBytes(path))),
        StringComparer.Ordinal);
}
