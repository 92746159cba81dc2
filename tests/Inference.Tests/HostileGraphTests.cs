using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Tests;

/// <summary>Graphs that are not what a classifier can run, in bundles whose hashes are all right.</summary>
public sealed class HostileGraphTests : IDisposable
{
    readonly TempDirectory _directory = new();

    public static TheoryData<TinyGraphOptions, string> Graphs => new()
    {
        { new() { ChangeModel = model => Rename(model, GraphTensorNames.InputIds, "tokens") }, "inputs: found tokens, expected input_ids" },
        { new() { ChangeModel = model => Rename(model, GraphTensorNames.Logits, "scores") }, "outputs: found scores, probability, expected logits, probability" },
        { new() { ChangeModel = model => SetInputShape(model, "1", "sequence") }, "input_ids: found shape [1, -1], expected [batch, 12] with a dynamic batch" },
        { new() { ChangeModel = model => SetInputShape(model, "batch", "13") }, "input_ids: found shape [-1, 13], expected [batch, 12] with a dynamic batch" },
        { new() { ChangeModel = model => SetInputShape(model, "batch") }, "expected a graph that ONNX Runtime runs" },
        { new() { ChangeModel = model => model.Graph.Node.First(node => node.OpType == "GRU").OpType = "Transformer" }, "expected a graph that ONNX Runtime runs" },
        { new() { ChangeBytes = _ => [] }, "expected a graph that ONNX Runtime runs" },
        { new() { ChangeBytes = _ => "not a model"u8.ToArray() }, "expected a graph that ONNX Runtime runs" },
        { new() { ChangeBytes = bytes => bytes[..(bytes.Length / 2)] }, "expected a graph that ONNX Runtime runs" },
        {
            new() { ChangeModel = model => TinyGraphOptions.SetMetadata(model, "rnntoolkit.vocabulary_sha256", "0123") },
            "metadata rnntoolkit.vocabulary_sha256: found 0123, expected "
        },
        {
            new() { ChangeModel = model => TinyGraphOptions.SetMetadata(model, "rnntoolkit.preprocessing_sha256", "0123") },
            "metadata rnntoolkit.preprocessing_sha256: found 0123, expected "
        },
        { new() { ChangeModel = model => TinyGraphOptions.SetMetadata(model, "\0key", "value") }, "metadata: found a key that holds a zero character" },
    };

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Graphs))]
    public void Load_GraphThatIsNotTheContract_SaysWhatIsWrong(TinyGraphOptions options, string message)
    {
        new TinyBundle().Write(_directory["bundle"], options);

        Assert.Contains(message, Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WeightsThatAreNoNumbers_IsRefused()
    {
        var bundle = new TinyBundle();
        bundle.Weights["fc.bias"].Data[0] = float.NaN;
        bundle.Write(_directory["bundle"]);

        Assert.Contains("probability: found NaN for the logit NaN, expected the sigmoid of a finite logit", Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TableSmallerThanTheVocabulary_IsRefused()
    {
        var bundle = new TinyBundle();

        // The manifest promises one token more than the table of the graph has rows for.
        bundle.Write(
            _directory["bundle"],
            change: manifest => manifest with
            {
                Model = manifest.Model with { VocabularySize = manifest.Model.VocabularySize + 1 },
                Vocabulary = manifest.Vocabulary with { Count = manifest.Vocabulary.Count + 1 },
            },
            words: [.. TinyBundle.Words, "extra"]);

        Assert.Contains("expected a graph that ONNX Runtime runs", Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ForgedGraphBytes_LoadsOrIsRefused()
    {
        const int seed = 13;
        var random = new Random(seed);
        for (var i = 0; i < 60; i++)
        {
            new TinyBundle().Write(_directory["bundle"], new() { ChangeBytes = Damage });
            var exception = Record.Exception(() => TextClassifier.Load(_directory["bundle"]).Dispose());

            // A changed weight is a valid weight: if the hash is forged as well, no reader can detect it.
            Assert.True(exception is null or BundleFormatException, $"graph {i} of seed {seed}: {exception}");
        }

        byte[] Damage(byte[] bytes)
        {
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            return bytes;
        }
    }

    static void Rename(ModelProto model, string from, string to)
    {
        foreach (var value in model.Graph.Input.Concat(model.Graph.Output).Where(value => value.Name == from))
        {
            value.Name = to;
        }

        foreach (var names in model.Graph.Node.SelectMany(node => new[] { node.Input, node.Output }))
        {
            foreach (var i in Enumerable.Range(0, names.Count).Where(i => names[i] == from))
            {
                names[i] = to;
            }
        }
    }

    static void SetInputShape(ModelProto model, params string[] shape) => model.Graph.Input[0].Type.TensorType.Shape = new()
    {
        Dim = { shape.Select(size => long.TryParse(size, out var value) ? new TensorShapeProto.Types.Dimension { DimValue = value } : new() { DimParam = size }) },
    };

    BundleFormatException Refusal()
    {
        var exception = Assert.Throws<BundleFormatException>(() => TextClassifier.Load(_directory["bundle"]));
        Assert.Equal(Path.Combine(_directory["bundle"], ModelBundle.GraphFile), exception.Path);
        Assert.DoesNotContain('\n', exception.Message);
        return exception;
    }
}
