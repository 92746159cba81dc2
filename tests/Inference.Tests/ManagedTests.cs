using System.Diagnostics;
using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Tests;

/// <summary>The library's own arithmetic against ONNX Runtime, which runs the same bundle.</summary>
public sealed class ManagedTests : IDisposable
{
    // The contract between any two ways to score a bundle.
    const double Tolerance = 1e-5;

    readonly TempDirectory _directory = new();

    public static TheoryData<RecurrentCell, int, bool, WeightPrecision> PaperModels
    {
        get
        {
            var data = new TheoryData<RecurrentCell, int, bool, WeightPrecision>();
            foreach (var cell in Enum.GetValues<RecurrentCell>())
            {
                foreach (var precision in Enum.GetValues<WeightPrecision>())
                {
                    data.Add(cell, 1, false, precision);
                    data.Add(cell, 3, false, precision);
                    data.Add(cell, 1, true, precision);
                    data.Add(cell, 2, true, precision);
                }
            }

            return data;
        }
    }

    public static TheoryData<RecurrentCell, Pooling, int, bool, WeightPrecision> GeneralModels
    {
        get
        {
            var data = new TheoryData<RecurrentCell, Pooling, int, bool, WeightPrecision>();
            foreach (var pooling in Enum.GetValues<Pooling>())
            {
                foreach (var precision in Enum.GetValues<WeightPrecision>())
                {
                    var cell = (RecurrentCell)((int)pooling % 3);
                    data.Add(cell, pooling, 2, true, precision);
                    data.Add((RecurrentCell)(((int)pooling + 1) % 3), pooling, 3, false, precision);
                    data.Add((RecurrentCell)(((int)pooling + 2) % 3), pooling, 40, true, precision);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(PaperModels))]
    public void Classify_ModelsOfThePaper_GiveTheScoresOfOnnxRuntime(RecurrentCell cell, int layers, bool bidirectional, WeightPrecision precision)
    {
        foreach (var hidden in new[] { 1, 6, 16, 50 })
        {
            var bundle = new TinyBundle(cell, layers).With(model => model with { HiddenSize = hidden, EmbeddingSize = hidden + 1, Bidirectional = bidirectional }, Largest(hidden));

            AssertSameScores(bundle, precision);
        }
    }

    [Theory]
    [MemberData(nameof(GeneralModels))]
    public void Classify_GeneralModels_GiveTheScoresOfOnnxRuntime(RecurrentCell cell, Pooling pooling, int classes, bool wide, WeightPrecision precision)
    {
        string[] labels = [.. Enumerable.Range(0, classes).Select(label => $"label {label}")];
        foreach (var (layers, bidirectional) in new[] { (1, true), (2, true), (1, false), (2, false) })
        {
            var bundle = TinyBundle.General(labels, cell, pooling, wide).With(model => model with { Layers = layers, Bidirectional = bidirectional, HiddenSize = 18 }, Largest(18));

            AssertSameScores(bundle, precision);
        }
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(21)]
    public void Load_AnyOperatorSet_IsUnderstood(int opset) => AssertSameScores(
        TinyBundle.General(["a", "b", "c"]), WeightPrecision.Fp32, GraphFormat.Default with { Opset = OpsetInfo.Find(opset)! });

    public static TheoryData<TinyGraphOptions, string> OtherGraphs => new()
    {
        { new() { ChangeBytes = _ => [] }, "found no graph" },
        { new() { ChangeBytes = _ => "not a model"u8.ToArray() }, "expected the graph of this toolkit's exporter" },
        { new() { ChangeBytes = bytes => bytes[..(bytes.Length / 2)] }, "expected the graph of this toolkit's exporter" },
        { new() { ChangeModel = model => model.Graph.Node.First(node => node.OpType == "GRU").OpType = "LSTM" }, "no node , rnn.layer0.Y_h = GRU(" },
        { new() { ChangeModel = model => Gru(model).Attribute.RemoveAt(2) }, "linear_before_reset=1" },
        { new() { ChangeModel = model => Gru(model).Domain = "other" }, "GRU(" },
        { new() { ChangeModel = model => Gru(model).Attribute.Add(new AttributeProto { Name = "clip", F = 1 }) }, "GRU(" },
        { new() { ChangeModel = model => model.Graph.Node.Add(new NodeProto { OpType = "Neg", Input = { "logits" }, Output = { "negated" } }) }, "the node negated = Neg(logits)" },
        { new() { ChangeModel = model => model.Graph.Node.Add(model.Graph.Node[0].Clone()) }, "which this model does not have" },
        { new() { ChangeModel = model => Constant(model, "rnn.layer0.R").Name = "other" }, "no constant rnn.layer0.R" },
        { new() { ChangeModel = model => Constant(model, "rnn.layer0.R").Dims[0] = 3 }, "a constant rnn.layer0.R with the shape [3, 18, 6] and 432 bytes" },
        { new() { ChangeModel = model => Constant(model, "rnn.layer0.R").Dims[0] = long.MaxValue }, "a constant rnn.layer0.R with the shape [9223372036854775807, 18, 6]" },
        { new() { ChangeModel = model => Constant(model, "rnn.layer0.R").DataType = 11 }, "a constant rnn.layer0.R of type 11" },
        { new() { ChangeModel = model => Constant(model, "zero").RawData = Google.Protobuf.ByteString.CopyFrom(1, 0, 0, 0, 0, 0, 0, 0) }, "the constant zero with other values than 0" },
        { new() { ChangeModel = model => model.Graph.Input[0].Name = "tokens" }, "inputs: found tokens, expected input_ids" },
        { new() { ChangeModel = model => TinyGraphOptions.SetMetadata(model, "rnntoolkit.vocabulary_sha256", "0123") }, "metadata rnntoolkit.vocabulary_sha256: found 0123" },
    };

    [Theory]
    [MemberData(nameof(OtherGraphs))]
    public void Load_AGraphThatTheExporterDoesNotWrite_IsRefusedByName(TinyGraphOptions options, string message)
    {
        new TinyBundle().Write(_directory["bundle"], options);

        var exception = Assert.Throws<BundleFormatException>(() => Load());

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void Parse_AFileCutAnywhere_IsReadOrRefused()
    {
        var path = _directory["bundle"];
        TinyBundle.General(["a", "b", "c"]).Write(path);
        var bytes = File.ReadAllBytes(Path.Combine(path, ModelBundle.GraphFile));
        for (var length = 0; length < bytes.Length; length++)
        {
            try
            {
                _ = Internals.OnnxGraphFile.Parse(bytes.AsMemory(0, length));
            }
            catch (FormatException exception)
            {
                Assert.NotEmpty(exception.Message);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2000)]
    [InlineData(1 << 20)]
    public void ClassifyBatch_AnyTableOfWords_GivesTheSameBits(long bytes)
    {
        new TinyBundle(RecurrentCell.Lstm).Write(_directory["bundle"]);
        var texts = ClassifierFixture.Texts(seed: 82, count: 300, maxWords: 20);
        using var expected = Load();
        using var classifier = TextClassifier.Load(
            _directory["bundle"], new() { ExecutionProvider = ExecutionProvider.Managed, WordTableBytes = bytes, MaxBatchSize = 5, MaxDegreeOfParallelism = 4, LengthBucketWidth = 1 });

        Assert.Equal(expected.ClassifyBatch(texts), classifier.ClassifyBatch(texts));
    }

    [Fact]
    public void Explain_Managed_GivesTheContributionsOfOnnxRuntime()
    {
        TinyBundle.General(["a", "b", "c"]).Write(_directory["bundle"]);
        using var onnx = TextClassifier.Load(_directory["bundle"]);
        using var managed = Load();
        foreach (var text in ClassifierFixture.Texts(seed: 83, count: 5, maxWords: 20))
        {
            Assert.All(
                onnx.Explain(text).Contributions.Zip(managed.Explain(text).Contributions),
                pair => Assert.Equal(pair.First.Logit, pair.Second.Logit, 2 * Tolerance)); // a difference of two logits
        }
    }

    [Fact]
    public void Classify_AfterTheFirstCalls_AllocatesTheResultAlone()
    {
        new TinyBundle(RecurrentCell.Lstm).Write(_directory["bundle"]);
        using var classifier = Load();
        for (var i = 0; i < 50; i++)
        {
            classifier.Classify("good film");
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            classifier.Classify("good film");
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 160); // a Prediction
    }

    [Fact]
    public async Task App_WithoutTheNativeLibrary_Scores()
    {
        new TinyBundle(RecurrentCell.Lstm).Write(_directory["bundle"]);
        var configuration = Path.GetFileName(Path.GetDirectoryName(typeof(ManagedTests).Assembly.Location))!;
        var build = Path.Combine(RepositoryFolder.Path, "artifacts", "bin", "TrimmedApp", configuration);
        Directory.CreateDirectory(_directory["app"]);

        // Its assemblies alone. Without the list of dependencies, which names the native library, the host takes what is there.
        foreach (var file in Directory.GetFiles(build).Where(file => Path.GetExtension(file) is ".dll" || file.EndsWith(".runtimeconfig.json", StringComparison.Ordinal)))
        {
            if (!Path.GetFileName(file).StartsWith("onnxruntime", StringComparison.Ordinal))
            {
                File.Copy(file, Path.Combine(_directory["app"], Path.GetFileName(file)));
            }
        }

        var start = new ProcessStartInfo("dotnet", [Path.Combine(_directory["app"], "RnnToolkit.TrimmedApp.dll"), "--managed", _directory["bundle"], "good film"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var app = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            var (output, error) = (app.StandardOutput.ReadToEndAsync(limit.Token), app.StandardError.ReadToEndAsync(limit.Token));
            await app.WaitForExitAsync(limit.Token);

            Assert.Equal((0, ""), (app.ExitCode, await error));
            Assert.Matches("^(negative|positive) 0[.][0-9]{6}\n$", (await output).ReplaceLineEndings("\n"));
        }
        finally
        {
            app.Kill(entireProcessTree: true);
        }
    }

    public void Dispose() => _directory.Dispose();

    TextClassifier Load() => TextClassifier.Load(_directory["bundle"], new() { ExecutionProvider = ExecutionProvider.Managed });

    static NodeProto Gru(ModelProto model) => model.Graph.Node.First(node => node.OpType == "GRU");

    static TensorProto Constant(ModelProto model, string name) => model.Graph.Initializer.First(each => each.Name == name);

    // A vanilla RNN with larger weights is chaotic: it magnifies the last bit to whole units.
    static double Largest(int hidden) => Math.Min(0.8, 1.5 / Math.Sqrt(hidden));

    void AssertSameScores(TinyBundle bundle, WeightPrecision precision, GraphFormat? format = null)
    {
        var path = _directory["bundle"];
        // The tables of states that a tiny bundle has are those of weights that were not rounded.
        var states = precision is WeightPrecision.Fp32 ? TinyBundle.SequenceLength : 0;
        bundle.Write(path, new() { Format = (format ?? GraphFormat.Default) with { Precision = precision }, PaddingStates = states });
        using var onnx = TextClassifier.Load(path);
        using var managed = TextClassifier.Load(path, new() { ExecutionProvider = ExecutionProvider.Managed });
        Assert.Equal(ExecutionProvider.Managed, managed.ExecutionProvider);
        string[] texts = ["", "zzz", string.Join(' ', TinyBundle.Words), .. ClassifierFixture.Texts(seed: 81, count: 40, maxWords: 20)];
        Assert.All(onnx.ClassifyBatch(texts).Zip(managed.ClassifyBatch(texts)), pair =>
        {
            Assert.Equal(pair.First.Label, pair.Second.Label);
            Assert.All(pair.First.Probabilities.Values.Zip(pair.Second.Probabilities.Values), each => Assert.Equal(each.First, each.Second, Tolerance));
        });
        Assert.Equal(managed.ClassifyBatch(texts), texts.Select(text => managed.Classify(text)));
        Assert.Equal(onnx.Verify().Passes(), managed.Verify().Passes());
    }
}
