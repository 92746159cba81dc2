using System.Text.Json;
using System.Text.RegularExpressions;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Exporter.Verification;
using RnnToolkit.Graphs.TextInput;
using RnnToolkit.Inference;
using RnnToolkit.Preprocess;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Exporter.Tests.TextInput;

/// <summary><c>--input text</c>: the bundle gets text.onnx beside model.onnx.</summary>
public sealed class TextInputCommandTests : IDisposable
{
    readonly ExporterProgram _program = new();

    string Bundle => Path.Combine(_program.Models, "lstm2");

    string TextGraphPath => Path.Combine(Bundle, ModelBundle.TextGraphFile);

    [Theory]
    [InlineData("fp32", 1e-5)]
    [InlineData("fp16", 1e-2)]
    [InlineData("int8", 1e-1)]
    [InlineData("int8-all", 1e-1)]
    public async Task Export_InputText_AddsAGraphThatScoresRawText(string precision, double tolerance)
    {
        var checkpoint = Write();

        var result = await _program.Export("--input", "text", "--precision", precision);

        Assert.Equal((ExitCode.Done, ""), (result.ExitCode, string.Concat(result.Failures)));
        Assert.Matches(@" kB and text\.onnx [\d.]+ kB, largest difference ", result.Output);
        Assert.Contains(ModelBundle.TextGraphFile, ModelBundle.Read(Bundle).Manifest.Files.Keys);
        using var graph = new TextGraph(TextGraphPath, new TextEncoder(checkpoint.Config.Preprocessing, checkpoint.Vocabulary));
        var scores = graph.Score([.. checkpoint.Probes.Select(probe => probe.Text)]);
        Assert.All(checkpoint.Probes.Zip(scores), pair => Assert.Equal(ScoreComparison.Probability(pair.First.Outputs[0]), pair.Second.Probabilities[0], tolerance));
    }

    [Fact]
    public async Task Export_InputText_LeavesTheOtherGraphAsItIs()
    {
        Write();
        await _program.Export();
        var graph = await File.ReadAllBytesAsync(Path.Combine(Bundle, ModelBundle.GraphFile));

        await _program.Export("--input", "text");

        Assert.Equal(graph, await File.ReadAllBytesAsync(Path.Combine(Bundle, ModelBundle.GraphFile)));
        using var scorer = TextClassifier.Load(Bundle);
        Assert.True(scorer.Verify().Passes());
    }

    [Fact]
    public async Task Export_InputTextTwice_GivesTheSameBytes()
    {
        Write();
        await _program.Export("--input", "text");
        var first = await File.ReadAllBytesAsync(TextGraphPath);

        await _program.Export("--input", "text");

        Assert.Equal(first, await File.ReadAllBytesAsync(TextGraphPath));
    }

    [Fact]
    public async Task Inspect_GraphForText_ShowsTheStartOfEachDictionary()
    {
        Write();
        await _program.Export("--input", "text");

        var result = await ExporterProgram.Invoke(["inspect", TextGraphPath]);

        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.Contains("| text | string | [batch] |", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"\| ai\.onnx\.ml\.LabelEncoder \| trie\.step0 \| .* keys_int64s=\[(\d+, ){12}\.\.\. 1\d\d in all\]", result.Output);
    }

    [Theory]
    [InlineData("--input: found \"texts\", expected ids or text", "--input", "texts")]
    [InlineData("--opset: found 15, expected 16 or more with --input text", "--input", "text", "--opset", "15")]
    public async Task Input_ThatMakesNoSense_IsRefused(string message, params string[] options)
    {
        var result = await _program.Export(options);

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Equal([$"error: {message}"], result.Failures);
    }

    [Fact]
    public async Task Weights_InputTextWithoutVocabulary_IsRefused()
    {
        var result = await ExporterProgram.Invoke(["--to", "onnx", "--weights", "rnn3.pt", "--input", "text"]);

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Equal(["error: --input: text needs --vocabulary, which tells the id of each token"], result.Failures);
    }

    [Theory]
    [InlineData(TextInputEmitter.LongestToken, ExitCode.Done)]
    [InlineData(TextInputEmitter.LongestToken + 1, ExitCode.BadArtifact)]
    public async Task Export_InputTextWithALongToken_TakesItUpToTheLimit(int length, int exitCode)
    {
        var checkpoint = TinyCheckpoint.Create();
        var vocabulary = new Vocabulary([.. checkpoint.Vocabulary.Tokens.SkipLast(1), new string('x', length)]);
        (checkpoint with { Vocabulary = vocabulary, Probes = [.. checkpoint.Probes.Take(1)] }).Write(_program["run", "gru1", "best"]);

        var result = await _program.Export("--input", "text");

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(exitCode != ExitCode.Done, result.Error.Contains($"token 12 of the vocabulary: found {length} characters, expected at most 1000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_InputText_CertifiesItToo()
    {
        var probes = Write().Probes;
        RecordedLogit[] recorded = [.. probes.Select((probe, i) => new RecordedLogit($"t{i}", probe.Outputs[0] >= 0 ? 1 : 0, probe.Outputs[0]))];
        JsonLinesFile.Write(
            Path.Combine(_program.Run, "lstm2", "best", Checkpoint.TestLogitsFile), recorded, ArtifactJsonLines.Default.RecordedLogit);
        await File.WriteAllLinesAsync(
            _program["test.csv"], ["id,text,label", .. recorded.Zip(probes, (row, probe) => $"{row.Id},\"{probe.Text}\",{row.Label}")]);

        var result = await _program.Export("--input", "text", "--verify", _program["test.csv"]);

        Assert.Equal((ExitCode.Done, ""), (result.ExitCode, string.Concat(result.Failures)));
        Assert.Matches(@"\| ragged, text\.onnx \| no +\| +40 \| +\d\.\de[-+]\d+ \| +\d\.\de[-+]\d+ \| +0 \| +([\d.]+%) \| +\1 \|", result.Output);
        Assert.Single(result.Output.Split('\n'), line => Regex.IsMatch(line, @"^\| ragged +\| no "));
        using var parity = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Bundle, "parity.json")));
        var fromText = parity.RootElement.GetProperty("fromText");
        Assert.Equal(("ragged", 0), (fromText.GetProperty("batchSize").GetString(), fromText.GetProperty("flips").GetInt32()));
        Assert.InRange(fromText.GetProperty("largestDifference").GetDouble(), 0, 1e-5);
    }

    public void Dispose() => _program.Dispose();

    Checkpoint Write()
    {
        var checkpoint = TinyCheckpoint.Create(RecurrentCell.Lstm, layers: 2);
        checkpoint.Write(Path.Combine(_program.Run, "lstm2", "best"));
        return checkpoint;
    }
}
