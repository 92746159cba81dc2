using RnnToolkit.Bundle;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Tests;

/// <summary>Graphs that are not what a scorer can run, in bundles whose hashes are all right.</summary>
public sealed class HostileGraphTests : IDisposable
{
    readonly TempDirectory _directory = new();

    public static TheoryData<TinyGraphOptions, string> Graphs => new()
    {
        { new() { InputName = "ids" }, "inputs: found ids, expected input_ids" },
        { new() { LogitsName = "scores" }, "outputs: found scores, probability, expected logits, probability" },
        { new() { InputShape = ["1", "sequence"] }, "input_ids: found shape [1, -1], expected [batch, 12] with a dynamic batch" },
        { new() { InputShape = ["batch", "13"] }, "input_ids: found shape [-1, 13], expected [batch, 12] with a dynamic batch" },
        { new() { InputShape = ["batch"] }, "expected a graph that ONNX Runtime runs" },
        { new() { OperatorType = "Transformer" }, "expected a graph that ONNX Runtime runs" },
        { new() { Change = _ => [] }, "expected a graph that ONNX Runtime runs" },
        { new() { Change = _ => "not a model"u8.ToArray() }, "expected a graph that ONNX Runtime runs" },
        { new() { Change = bytes => bytes[..(bytes.Length / 2)] }, "expected a graph that ONNX Runtime runs" },
        {
            new() { Metadata = new Dictionary<string, string> { ["rnntoolkit.vocabulary_sha256"] = "0123" } },
            "metadata rnntoolkit.vocabulary_sha256: found 0123, expected "
        },
        {
            new() { Metadata = new Dictionary<string, string> { ["rnntoolkit.preprocessing_sha256"] = "0123" } },
            "metadata rnntoolkit.preprocessing_sha256: found 0123, expected "
        },
        { new() { Metadata = new Dictionary<string, string> { ["\0key"] = "value" } }, "metadata: found a key that holds a zero character" },
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
        bundle.Weights["fc.bias"].Values[0] = float.NaN;
        bundle.Write(_directory["bundle"]);

        Assert.Contains("probability: found NaN for the logit NaN, expected the sigmoid of a finite logit", Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TableSmallerThanTheVocabulary_IsRefused()
    {
        var bundle = new TinyBundle();
        var extended = new Dictionary<string, string> { ["unrelated"] = "metadata" };

        // The manifest promises one token more than the table of the graph has rows for.
        bundle.Write(
            _directory["bundle"],
            new() { Metadata = extended },
            manifest => manifest with
            {
                Model = manifest.Model with { VocabularySize = manifest.Model.VocabularySize + 1 },
                Vocabulary = manifest.Vocabulary with { Count = manifest.Vocabulary.Count + 1 },
            },
            [.. TinyBundle.Words, "extra"]);

        Assert.Contains("expected a graph that ONNX Runtime runs", Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ForgedGraphBytes_LoadsOrIsRefused()
    {
        const int seed = 13;
        var random = new Random(seed);
        for (var i = 0; i < 60; i++)
        {
            new TinyBundle().Write(_directory["bundle"], new() { Change = Damage });
            var exception = Record.Exception(() => SentimentScorer.Load(_directory["bundle"]).Dispose());

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

    BundleFormatException Refusal()
    {
        var exception = Assert.Throws<BundleFormatException>(() => SentimentScorer.Load(_directory["bundle"]));
        Assert.Equal(Path.Combine(_directory["bundle"], ModelBundle.GraphFile), exception.Path);
        Assert.DoesNotContain('\n', exception.Message);
        return exception;
    }
}
