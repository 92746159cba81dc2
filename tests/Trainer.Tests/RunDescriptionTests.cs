using System.Security.Cryptography;
using System.Text;
using RnnToolkit.CommandLine;
using RnnToolkit.Runs;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Trainer.Tests;

/// <summary>What <c>run.json</c> says about data, configuration, versions and command line.</summary>
public sealed class RunDescriptionTests : IDisposable
{
    static readonly string[] s_quick =
        ["--models", "rnn1", "--epochs", "1", "--set", "model.embeddingSize=4", "--set", "model.hiddenSize=3", "--set", "preprocessing.sequenceLength=10"];

    readonly TempDirectory _temp = new();

    [Fact]
    public async Task Run_FolderOfTables_IsDescribedByItsFiles()
    {
        var data = TinyReviews.Write(_temp["data"]);

        var record = await Record("--data", data, "--seed", "3");

        Assert.Equal(["rnn1"], record.Models!);
        var (train, validation, test) = Parts(record);
        Assert.Equal((data, "train.csv", HashOf("data/train.csv"), 70), (train.Path, train.File, train.Sha256, train.Texts));
        Assert.Equal((null, null, null, 10), (validation.Path, validation.File, validation.Sha256, validation.Texts));
        Assert.Equal((data, "test.csv", HashOf("data/test.csv"), 21), (test!.Path, test.File, test.Sha256, test.Texts));
        Assert.Equal(new FileInfo(_temp["data", "train.csv"]).Length, train.Bytes);
        Assert.Equal([new("neg", 35), new("pos", 35)], train.Labels);
        Assert.Equal([new("neg", 10), new("pos", 11)], test.Labels);
        Assert.Equal(0.12, record.Dataset!.Split!.Share);
        Assert.Null(record.Dataset.Options);
        Assert.Equal(["run", "--output", _temp["run"], .. s_quick, "--data", data, "--seed", "3"], record.CommandLine!);
        Assert.Equal(RunRecord.HashOf(record.Preprocessing, record.Model, record.Training), record.ConfigurationHash);
        Assert.Equal(1, record.Versions!.Threads);
        Assert.All(record.Versions.All(), version => Assert.NotEqual("", version.Value));
        Assert.Contains("libtorch", record.Versions.Libtorch, StringComparison.Ordinal);
    }

    // The hash of the list that sha256sum prints, so that a person can compute it: find train -name '*.txt' | sort | xargs sha256sum | sha256sum.
    [Fact]
    public async Task Run_FolderOfReviews_IsDescribedByTheListOfItsFiles()
    {
        foreach (var (part, count) in new[] { ("train", 4), ("test", 2) })
        {
            foreach (var i in Enumerable.Range(0, count))
            {
                _temp.Write($"aclImdb/{part}/pos/{i}_9.txt", $"splendid caf\u00E9 {i}");
                _temp.Write($"aclImdb/{part}/neg/{i}_1.txt", $"dreadful {i}");
            }
        }

        var record = await Record("--data", _temp["aclImdb"]);

        var list = Directory.GetFiles(_temp["aclImdb", "train"], "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_temp["aclImdb"], path)).Order(StringComparer.Ordinal).Select(name => $"{HashOf($"aclImdb/{name}")}  {name}\n");
        var (train, _, test) = Parts(record);
        Assert.Equal((_temp["aclImdb"], null, Hash(Encoding.UTF8.GetBytes(string.Concat(list)))), (train.Path, train.File, train.Sha256));
        Assert.Equal(Directory.GetFiles(_temp["aclImdb", "train"], "*", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length), train.Bytes);
        Assert.NotEqual(train.Sha256, test!.Sha256);
    }

    [Fact]
    public async Task Run_SeparateFilesAndOptions_AreAllNamed()
    {
        var data = TinyReviews.Write(_temp["data"]);
        var lines = File.ReadAllText(_temp["data", "train.csv"]).Replace("text,label\n", "words,class\n", StringComparison.Ordinal);
        string[] files = [_temp.Write("a.csv", lines), _temp.Write("b.csv", lines), _temp.Write("c.csv", lines)];

        var record = await Record(
            "--data", files[0], "--validation", files[1], "--test", files[2], "--text-column", "words", "--label-column", "class",
            "--labels", "pos,neg", "--delimiter", ",", "--quoting", "rfc4180", "--drop-rare-labels", "3");

        var (train, validation, test) = Parts(record);
        Assert.Equal(files, new[] { train.Path, validation.Path, test!.Path });
        Assert.All([train, validation, test], part => Assert.Equal((null, 80, Hash(Encoding.UTF8.GetBytes(lines))), (part.File, part.Texts, part.Sha256)));
        Assert.Null(record.Dataset!.Split);
        var options = record.Dataset.Options!;
        Assert.Equal(("words", "class", ",", 3, null, null), (options.TextColumn, options.LabelColumn, options.Delimiter, options.DropRareLabels, options.Quoting, options.Encoding));
        Assert.Equal(["pos", "neg"], options.Labels!);
        Assert.Equal(["pos", "neg"], train.Labels.Select(label => label.Label));
    }

    [Fact]
    public async Task Run_BundledSample_HasNoPathOfTheMachine()
    {
        var record = await Record();

        Assert.All(record.Dataset!.Parts, part => Assert.Null(part.Path));
        Assert.Equal(["train.csv", null, "test.csv"], record.Dataset.Parts.Select(part => part.File));
        Assert.DoesNotContain(AppContext.BaseDirectory, File.ReadAllText(_temp["run", "run.json"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--resume"), InlineData("--overwrite")]
    public async Task Run_Repeated_WritesTheSameRecord(string option)
    {
        var data = TinyReviews.Write(_temp["data"]);
        await Record("--data", data);
        var before = File.ReadAllText(_temp["run", "run.json"]);

        await Record("--data", data, option);

        Assert.Equal(before, File.ReadAllText(_temp["run", "run.json"]));
    }

    // The last version wrote nothing that describes a run. What of it is known today is added; what it was trained with is not.
    [Fact]
    public async Task Run_ResumedRunOfTheLastVersion_GetsADescriptionWithoutVersions()
    {
        var data = TinyReviews.Write(_temp["data"]);
        var record = (await Record("--data", data)).Decisive;
        _temp.Write("run/run.json", System.Text.Json.JsonSerializer.Serialize(record, RunJson.Default.RunRecord));

        var resumed = await Record("--data", data, "--resume");

        Assert.Null(resumed.Versions);
        Assert.Equal(70, resumed.Dataset!.Parts[0].Texts);
    }

    [Fact]
    public async Task Run_ResumedWithAnotherModel_NamesBoth()
    {
        var data = TinyReviews.Write(_temp["data"]);
        await Record("--data", data);

        var (exitCode, _, _) = await TinyReviews.Run(CancellationToken.None, ["run", "--output", _temp["run"], .. s_quick[2..], "--data", data, "--models", "gru1", "--resume"]);

        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Equal(["rnn1", "gru1"], RunRecord.Read(_temp["run"]).Models!);
    }

    public void Dispose() => _temp.Dispose();

    static (DatasetPartRecord Train, DatasetPartRecord Validation, DatasetPartRecord? Test) Parts(RunRecord record) =>
        record.Dataset!.Parts is [{ Part: "train" } train, { Part: "validation" } validation, { Part: "test" } test]
            ? (train, validation, test)
            : throw new InvalidDataException("other parts");

    static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    string HashOf(string file) => Hash(File.ReadAllBytes(_temp[file]));

    async Task<RunRecord> Record(params string[] options)
    {
        var (exitCode, _, error) = await TinyReviews.Run(CancellationToken.None, ["run", "--output", _temp["run"], .. s_quick, .. options]);
        Assert.True(exitCode == ExitCode.Done, error);
        return RunRecord.Read(_temp["run"]);
    }
}
