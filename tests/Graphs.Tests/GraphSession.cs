using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Onnx;

namespace RnnToolkit.Graphs.Tests;

/// <summary>A graph in ONNX Runtime, without anything of ours around it.</summary>
sealed class GraphSession(byte[] model) : IDisposable
{
    readonly InferenceSession _session = new(model);

    public static GraphSession Of(ModelConfig config, StateDict weights, GraphFormat? format = null) =>
        new(ClassifierGraph.Build(config.ShortName, config, weights, format ?? GraphFormat.Default).ToByteArray());

    /// <summary>Logits and probabilities, each [B * K], of ids [B, T] and, for a wide channel, ids of n-grams [B, N].</summary>
    public (float[] Logits, float[] Probabilities) Run(long[][] ids, long[][]? nGramIds = null)
    {
        using var input = Tensor(ids);
        using var nGrams = nGramIds is null ? null : Tensor(nGramIds);
        using var options = new RunOptions();
        OrtValue[] inputs = nGrams is null ? [input] : [input, nGrams];
        using var outputs = _session.Run(options, _session.InputNames, inputs, _session.OutputNames);
        Assert.All(outputs, output => Assert.Equal(ids.Length, output.GetTensorTypeAndShape().Shape[0]));
        return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[1].GetTensorDataAsSpan<float>().ToArray());
    }

    public void Dispose() => _session.Dispose();

    static OrtValue Tensor(long[][] ids) => OrtValue.CreateTensorValueFromMemory(ids.SelectMany(row => row).ToArray(), [ids.Length, ids[0].Length]);
}
