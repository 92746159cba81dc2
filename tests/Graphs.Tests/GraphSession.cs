using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using RnnToolkit.Bundle;

namespace RnnToolkit.Graphs.Tests;

/// <summary>A graph in ONNX Runtime, without anything of ours around it.</summary>
sealed class GraphSession(byte[] model) : IDisposable
{
    readonly InferenceSession _session = new(model);

    public static GraphSession Of(ModelConfig config, StateDict weights, GraphFormat? format = null) =>
        new(ClassifierGraph.Build(config.ShortName, config, weights, format ?? GraphFormat.Default).ToByteArray());

    /// <summary>Logits and probabilities of ids [B, T].</summary>
    public (float[] Logits, float[] Probabilities) Run(long[][] ids)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(ids.SelectMany(row => row).ToArray(), [ids.Length, ids[0].Length]);
        using var options = new RunOptions();
        using var outputs = _session.Run(options, ["input_ids"], [input], ["logits", "probability"]);
        Assert.All(outputs, output => Assert.Equal([ids.Length, 1], output.GetTensorTypeAndShape().Shape));
        return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[1].GetTensorDataAsSpan<float>().ToArray());
    }

    public void Dispose() => _session.Dispose();
}
