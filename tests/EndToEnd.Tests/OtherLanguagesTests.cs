using RnnToolkit.Bundle;
using RnnToolkit.Datasets;
using RnnToolkit.Preprocess;
using RnnToolkit.TestSupport;

namespace RnnToolkit.EndToEnd.Tests;

/// <summary>Programs in other languages read a bundle without any code of ours, and get the ids and probabilities of training.</summary>
public sealed class OtherLanguagesTests(OtherLanguagesTests.TrainedBundle trained) : IClassFixture<OtherLanguagesTests.TrainedBundle>
{
    static string NodeScript => Path.Combine("samples", "node", "check-bundle.js");

    static string PythonScript => Path.Combine("samples", "python", "check_bundle.py");

    [NodeFact]
    public async Task Node_BundleAndTestSet_GetsTheIdsAndProbabilitiesOfTraining()
    {
        var (exitCode, output, error) = await ProgramRunner.RunFile("node", RepositoryFolder.Path, NodeScript, trained.Bundle, trained.TestLines);

        Assert.True(exitCode == 0, error);
        Assert.Matches($@"model\.onnx: {trained.TestCount} texts of \S+, largest difference \d", output);
        Assert.Matches($@"text\.onnx: {trained.TestCount} texts of \S+, all ids equal, largest difference \d", output);
    }

    [PythonFact]
    public async Task Python_BundleAndTestSet_GetsTheIdsAndProbabilitiesOfTraining()
    {
        var (exitCode, output, error) = await ProgramRunner.RunFile(PythonFactAttribute.Python!, RepositoryFolder.Path, PythonScript, trained.Bundle, trained.TestLines);

        Assert.True(exitCode == 0, error);
        Assert.Matches($"{trained.TestCount} texts of .*: all ids equal, largest difference", output);
    }

    [NodeFact]
    public async Task Node_TextWithOtherIds_IsRefused()
    {
        var lines = trained.LinesWithAWrongId();

        var (exitCode, _, error) = await ProgramRunner.RunFile("node", RepositoryFolder.Path, NodeScript, trained.Bundle, lines);

        Assert.Equal(1, exitCode);
        Assert.Contains(", line 2: probabilities from model.onnx: found", error, StringComparison.Ordinal);
    }

    [PythonFact]
    public async Task Python_TextWithOtherIds_IsRefused()
    {
        var (exitCode, _, error) = await ProgramRunner.RunFile(PythonFactAttribute.Python!, RepositoryFolder.Path, PythonScript, trained.Bundle, trained.LinesWithAWrongId());

        Assert.Equal(1, exitCode);
        Assert.Contains(", line 2: ids by the documented steps: found", error, StringComparison.Ordinal);
    }

    [PythonFact]
    public async Task OnnxChecker_EveryGraph_IsAccepted()
    {
        var (exitCode, output, error) = await ProgramRunner.RunFile(
            PythonFactAttribute.Python!, RepositoryFolder.Path, Path.Combine("eng", "check-onnx.py"), trained.Bundle);

        Assert.True(exitCode == 0, output + error);
        Assert.EndsWith("2 of 2 accepted\n", output, StringComparison.Ordinal);
    }

    /// <summary>A bundle with both graphs, trained on the sample, and the sample's test set as lines like those of golden.jsonl.</summary>
    public sealed class TrainedBundle : IAsyncLifetime, IDisposable
    {
        readonly TempDirectory _temp = new();

        public string Bundle => _temp["models", "gru2"];

        public string TestLines => _temp["test.jsonl"];

        public int TestCount { get; private set; }

        public async Task InitializeAsync()
        {
            var (trained, _, trainLog) = await ProgramRunner.Run("trainer", _temp.Path, "run", "--models", "gru2", "--epochs", "1", "--output", "runs/one");
            Assert.True(trained == 0, trainLog);
            var (exported, _, exportLog) = await ProgramRunner.Run("exporter", _temp.Path, "--to", "onnx", "--input", "text");
            Assert.True(exported == 0, exportLog);

            var logits = Checkpoint.ReadTestLogits(_temp["runs", "one", "gru2", "best"]).ToDictionary(text => text.Id, text => text.Outputs[0]);
            var bundle = ModelBundle.Read(Bundle);
            var encoder = new TextEncoder(bundle.Manifest.Preprocessing, bundle.Vocabulary);
            var texts = Dataset.Open(Path.Combine(AppContext.BaseDirectory, "data", "sample", "test.csv"), new()).Read(null);
            Probe[] lines = [.. texts.Select(text => new Probe(text.Text, Ids(encoder, text.Text), logits[text.Id]))];
            TestCount = lines.Length;
            JsonLinesFile.Write(TestLines, lines, ArtifactJsonLines.Default.Probe);
        }

        public string LinesWithAWrongId()
        {
            var path = _temp[Path.GetRandomFileName()];
            var lines = File.ReadAllLines(TestLines);
            var end = lines[1].LastIndexOf("],", StringComparison.Ordinal);
            var start = lines[1].LastIndexOf(',', end - 1) + 1;
            var other = lines[1][start..end] == "1" ? "2" : "1"; // an id of the table, but not the one of this text
            File.WriteAllLines(path, [lines[0], $"{lines[1][..start]}{other}{lines[1][end..]}"]);
            return path;
        }

        public Task DisposeAsync() => Task.CompletedTask;

        public void Dispose() => _temp.Dispose();

        static long[] Ids(TextEncoder encoder, string text)
        {
            var ids = new long[encoder.SequenceLength];
            encoder.Encode(text, ids);
            return ids;
        }
    }
}
