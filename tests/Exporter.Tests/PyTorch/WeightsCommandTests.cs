using System.Diagnostics;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Graphs.Tests;
using RnnToolkit.Inference;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Exporter.Tests.PyTorch;

/// <summary><c>exporter --weights</c>.</summary>
public sealed class WeightsCommandTests : IDisposable
{
    readonly ExporterProgram _program = new();

    string Bundle => _program["bundle"];

    string Vocabulary => _program["vocabulary.txt"];

    public static IEnumerable<object[]> GoldenNames => GoldenModels.Names;

    [Theory]
    [MemberData(nameof(GoldenNames))]
    public async Task Weights_GoldenFile_GivesPyTorchsLogits(string name)
    {
        var result = await Export(GoldenModels.WeightsPath(name));

        Assert.Equal((ExitCode.Done, ""), (result.ExitCode, string.Concat(result.Failures)));
        Assert.StartsWith($"{name}: opset 17, fp32, ", result.Output, StringComparison.Ordinal);
        using var model = new GraphSession(await File.ReadAllBytesAsync(Path.Combine(Bundle, "model.onnx")));
        AssertClose.Equal(GoldenModels.Instance.Models[name].Logits, model.Run(GoldenModels.Instance.Ids).Logits, tolerance: 1e-5);
    }

    [Fact]
    public async Task Weights_WithoutVocabulary_WritesTheGraphAndSaysWhy()
    {
        var result = await Export(PyTorchFiles.PathOf("rnn3.pt"));

        Assert.Equal([Path.Combine(Bundle, "model.onnx")], Directory.EnumerateFileSystemEntries(Bundle));
        Assert.Contains("Found rnn3: embedding emb.weight [13, 7], recurrent encoder.*_l0..2, head classifier.weight [1, 5]", result.Error, StringComparison.Ordinal);
        Assert.Contains("and the activation is tanh", result.Error, StringComparison.Ordinal);
        Assert.Contains("Without --vocabulary there is no bundle", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_WithVocabulary_WritesABundle()
    {
        WriteVocabulary(12);

        var result = await Export(PyTorchFiles.PathOf("lstm2-bidirectional.pt"), "--vocabulary", Vocabulary, "--sequence-length", "9", "--precision", "int8");

        Assert.Equal((ExitCode.Done, ""), (result.ExitCode, string.Concat(result.Failures)));
        using var scorer = TextClassifier.Load(Bundle);
        Assert.Equal("lstm2-bidirectional", scorer.Manifest.Name);
        Assert.Equal(9, scorer.Manifest.Preprocessing.SequenceLength);
        Assert.Null(scorer.Manifest.Metrics);
        Assert.True(scorer.Verify().Passes());
        var card = await File.ReadAllTextAsync(Path.Combine(Bundle, "README.md"));
        Assert.Contains("| Compared with | the logits by PyTorch's equations in double precision |", card, StringComparison.Ordinal);
        Assert.DoesNotContain("Validation", card, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await ExporterProgram.Invoke(["inspect", Bundle])).ExitCode);
    }

    [Theory]
    [InlineData(null, "0", "5")]
    [InlineData("a,b,\"c, d\",e,f,g", "a", "g")]
    public async Task Weights_SixOutputs_AreSixLabels(string? labels, string first, string last)
    {
        WriteVocabulary(12);
        var config = TestModels.Config(RecurrentCell.Gru, bidirectional: true) with { Classes = 6 };
        var path = _program["six.safetensors"];
        using (var stream = File.Create(path))
        {
            SafetensorsFile.Write(stream, TestModels.Weights(config, seed: 1));
        }

        var result = await Export(path, ["--vocabulary", Vocabulary, "--sequence-length", "9", .. labels is null ? [] : new[] { "--labels", labels }]);

        Assert.Equal("", string.Concat(result.Failures));
        using var classifier = TextClassifier.Load(Bundle);
        Assert.Equal((6, first, last), (classifier.Manifest.Labels.Count, classifier.Manifest.Labels[0], classifier.Manifest.Labels[^1]));
        Assert.True(classifier.Verify().Passes());
    }

    [Theory]
    [InlineData("a,b,c", "error: --labels: found 3 names, expected 2, one for each class")]
    [InlineData("a,a", "error: --labels: labels is [a, a], expected different names")]
    [InlineData("\"a,b", "error: --labels: found quotes in \"a,b that do not match, expected names separated by commas")]
    public async Task Weights_OtherLabels_AreRefused(string labels, string expected)
    {
        WriteVocabulary(12);

        var result = await Export(PyTorchFiles.PathOf("lstm2-bidirectional.pt"), "--vocabulary", Vocabulary, "--labels", labels);

        Assert.Equal((ExitCode.BadInput, expected), (result.ExitCode, Assert.Single(result.Failures)));
    }

    [Fact]
    public async Task Weights_NamedPipeAsGraph_IsWrittenInto()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no mkfifo
        }

        await Export(PyTorchFiles.PathOf("rnn3.pt"));
        var graph = Path.Combine(Bundle, ModelBundle.GraphFile);
        var expected = await File.ReadAllBytesAsync(graph);
        File.Delete(graph);
        using (var mkfifo = Process.Start("mkfifo", [graph]))
        {
            await mkfifo.WaitForExitAsync().WaitAsync(Wait.Limit);
        }

        var reader = Task.Run(() => File.ReadAllBytes(graph));

        var result = await Export(PyTorchFiles.PathOf("rnn3.pt"));

        Assert.Equal((ExitCode.Done, ""), (result.ExitCode, string.Concat(result.Failures)));
        Assert.Equal(expected, await reader.WaitAsync(Wait.Limit));
    }

    [Theory]
    [InlineData("rnn3.pt")]
    [InlineData("lstm2-bidirectional.pt")]
    [InlineData("gru2-two-outputs.pt")]
    public async Task Weights_WithVocabularyAndTextInput_AddsTheGraphForRawText(string weights)
    {
        WriteVocabulary(12);

        var result = await Export(PyTorchFiles.PathOf(weights), "--vocabulary", Vocabulary, "--input", "text");

        // The exporter has compared the ids and the scores of both graphs; here it counts that the second one is there and says so.
        Assert.Equal((ExitCode.Done, ""), (result.ExitCode, string.Concat(result.Failures)));
        Assert.Contains(ModelBundle.TextGraphFile, ModelBundle.Read(Bundle).Manifest.Files.Keys);
        Assert.Contains(
            $"| Ids in {ModelBundle.TextGraphFile} | those of training for every text |",
            await File.ReadAllTextAsync(Path.Combine(Bundle, "README.md")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_Twice_GivesTheSameBytes()
    {
        WriteVocabulary(12);
        string[] more = ["--vocabulary", Vocabulary];
        await Export(PyTorchFiles.PathOf("transposed.pt"), more);
        var first = Directory.EnumerateFiles(Bundle).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList();

        await Export(PyTorchFiles.PathOf("transposed.pt"), more);

        Assert.Equal(first, Directory.EnumerateFiles(Bundle).Order(StringComparer.Ordinal).Select(File.ReadAllBytes));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    public async Task Weights_VocabularyOfAnotherSize_IsRefused(int tokens)
    {
        WriteVocabulary(tokens);

        var result = await Export(PyTorchFiles.PathOf("rnn3.pt"), "--vocabulary", Vocabulary);

        Assert.Equal((ExitCode.BadArtifact, ""), (result.ExitCode, result.Output));
        Assert.Contains($"{Vocabulary}: found {tokens} tokens, expected 12: one for each row", Assert.Single(result.Failures), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Bundle));
    }

    [Theory]
    [InlineData("a b\n")]
    [InlineData("a\na\n")]
    [InlineData("a\n\nb\n")]
    [InlineData("\xC3\x28")]
    public async Task Weights_DamagedVocabulary_IsRefused(string content)
    {
        await File.WriteAllBytesAsync(Vocabulary, System.Text.Encoding.Latin1.GetBytes(content));

        var result = await Export(PyTorchFiles.PathOf("rnn3.pt"), "--vocabulary", Vocabulary);

        Assert.Equal(ExitCode.BadArtifact, result.ExitCode);
        Assert.StartsWith($"error: {Vocabulary}: ", Assert.Single(result.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--run: cannot be combined with --weights", "--run", "x")]
    [InlineData("--verify: cannot be combined with --weights", "--verify", "x")]
    [InlineData("--precision: found \"fp32,int8\", expected one with --weights", "--precision", "fp32,int8")]
    [InlineData("--sequence-length: found 0, expected 1 to 10000", "--sequence-length", "0")]
    public async Task Weights_OptionsThatDoNotFit_AreRefused(string message, params string[] more)
    {
        var result = await Export(PyTorchFiles.PathOf("rnn3.pt"), more);

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Equal([$"error: {message}"], result.Failures);
    }

    [Fact]
    public async Task Vocabulary_WithoutWeights_IsRefused()
    {
        var result = await ExporterProgram.Invoke(["--to", "onnx", "--vocabulary", "x"]);

        Assert.Equal((ExitCode.BadInput, "error: --vocabulary: needs --weights"), (result.ExitCode, Assert.Single(result.Failures)));
    }

    [Fact]
    public async Task Weights_IntoABundle_DoesNotBreakIt()
    {
        WriteVocabulary(12);
        await Export(PyTorchFiles.PathOf("rnn3.pt"), "--vocabulary", Vocabulary);

        var result = await Export(PyTorchFiles.PathOf("rnn3.pt"));

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Contains("found a bundle, which model.onnx alone would break", Assert.Single(result.Failures), StringComparison.Ordinal);
        ModelBundle.Read(Bundle);
    }

    [Fact]
    public async Task Weights_MissingFile_IsRefused()
    {
        var result = await Export(_program["nothing.pt"]);

        Assert.Equal((ExitCode.BadInput, ""), (result.ExitCode, result.Output));
        Assert.Contains(_program["nothing.pt"], Assert.Single(result.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_WholeModel_IsRefusedByName()
    {
        var result = await Export(PyTorchFiles.PathOf("whole-model.pt"));

        Assert.Equal(ExitCode.BadArtifact, result.ExitCode);
        Assert.Contains("found the name __main__.Classifier", Assert.Single(result.Failures), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Bundle));
    }

    public void Dispose() => _program.Dispose();

    Task<ProgramResult> Export(string weights, params string[] more) =>
        ExporterProgram.Invoke(["--to", "onnx", "--weights", weights, "--output", Bundle, .. more]);

    void WriteVocabulary(int tokens) => File.WriteAllLines(Vocabulary, Enumerable.Range(1, tokens).Select(i => $"token{i}"));
}
