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
        RequireSameIds(texts, outputs[2].GetTensorDataAsSpan<long>());
        return Scored.From(outputs[0], outputs[1]);
    }

    public void Dispose() => _session.Dispose();

    void RequireSameIds(IReadOnlyList<string> texts, ReadOnlySpan<long> found)
    {
        var expected = encoder.EncodeBatch(texts);
        var at = found.CommonPrefixLength(expected.Ids);
        if (at < expected.Ids.Length)
        {
            var (row, column) = Math.DivRem(at, encoder.SequenceLength);
            throw new CheckpointFormatException(
                path,
                Invariant($"input_ids, {column + 1} of {encoder.SequenceLength} for the text {Quoted(texts[row])}"),
                Invariant($"{found[at]}"),
                Invariant($"{expected.Ids[at]}, as in training"));
        }
    }

    // Quoted and escaped: a line feed in a text must not become one in a message.
    static string Quoted(string text) =>
        $"\"{JsonEncodedText.Encode(text[..Math.Min(text.Length, ShownCharacters)])}{(text.Length > ShownCharacters ? "..." : "")}\"";
}
