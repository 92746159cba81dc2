using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Exporter.Verification;

/// <summary>
/// The graph that takes raw text, in ONNX Runtime and without anything of ours around it. Whatever it scores, its ids must be those of
/// <see cref="TextEncoder"/>, every one of them.
/// </summary>
/// <param name="path">The file of the graph.</param>
/// <param name="encoder">The one encoder of training and scoring.</param>
sealed class TextGraph(string path, TextEncoder encoder) : IDisposable
{
    const int ShownCharacters = 60;

    readonly InferenceSession _session = new(path);

    /// <summary>Scores one batch.</summary>
    /// <exception cref="CheckpointFormatException">A text gets other ids than in training.</exception>
    public Scored[] Score(IReadOnlyList<string> texts)
    {
        using var input = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [texts.Count]);
        for (var i = 0; i < texts.Count; i++)
        {
            input.StringTensorSetElementAt(texts[i].AsSpan(), i);
        }

        using var options = new RunOptions();
        using var outputs = _session.Run(options, _session.InputNames, [input], _session.OutputNames); // logits, probabilities, ids
        var nGramIds = outputs.Count > 3 ? outputs[3] : null;
        RequireSameIds(texts, outputs[2].GetTensorDataAsSpan<long>(), nGramIds is null ? [] : nGramIds.GetTensorDataAsSpan<long>());
        return Scored.From(outputs[0], outputs[1]);
    }

    public void Dispose() => _session.Dispose();

    void RequireSameIds(IReadOnlyList<string> texts, ReadOnlySpan<long> ids, ReadOnlySpan<long> nGramIds)
    {
        var nGrams = nGramIds.Length / texts.Count;
        for (var row = 0; row < texts.Count; row++)
        {
            var (expected, expectedNGrams) = EncodedIds.Of(encoder, texts[row]);
            Require(GraphTensorNames.InputIds, texts[row], ids.Slice(row * encoder.SequenceLength, encoder.SequenceLength), expected);

            // The graph has the largest id first and pads; the encoder has the smallest first.
            long[] found = [.. nGramIds.Slice(row * nGrams, nGrams).ToArray().Where(id => id != 0).Reverse()];
            Require(GraphTensorNames.NGramIds, texts[row], found, [.. expectedNGrams.Select(id => (long)id)]);
        }
    }

    void Require(string output, string text, ReadOnlySpan<long> found, ReadOnlySpan<long> expected)
    {
        var at = found.CommonPrefixLength(expected);
        if (at < Math.Max(found.Length, expected.Length))
        {
            throw new CheckpointFormatException(
                path,
                Invariant($"{output}, {at + 1} of {expected.Length} for the text {Quoted(text)}"),
                at < found.Length ? Invariant($"{found[at]}") : "no more",
                at < expected.Length ? Invariant($"{expected[at]}, as in training") : "no more, as in training");
        }
    }

    // Quoted and escaped: a line feed in a text must not become one in a message.
    static string Quoted(string text) =>
        $"\"{JsonEncodedText.Encode(text[..Math.Min(text.Length, ShownCharacters)])}{(text.Length > ShownCharacters ? "..." : "")}\"";
}
