using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using RnnToolkit.Bundle;
using RnnToolkit.Graphs;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Padding;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Exporter.Exporting;

/// <summary>Computes <see cref="PaddingStates"/> with the kernels that score: one padding step after the other in ONNX Runtime.</summary>
static class PaddingStateComputer
{
    // For one row ONNX Runtime multiplies matrices in another way than for several, whatever their number. Two rows give the bits of
    // every batch; LSTM and GRU have them for one row, too.
    const int Rows = 2;

    /// <summary>Runs the steps.</summary>
    /// <param name="preprocessing">How texts are padded.</param>
    /// <param name="format">The form of the graph: padding has the embedding that its table stores.</param>
    /// <returns>Null where padding cannot be skipped.</returns>
    public static PaddingStates? Compute(ModelConfig config, PreprocessConfig preprocessing, StateDict weights, GraphFormat format)
    {
        var (steps, width) = (PaddingStates.StepsOf(config, preprocessing), config.HiddenSize);
        if (steps == 0)
        {
            return null;
        }

        var step = ClassifierGraph.BuildPaddingStep(config, weights, format, Rows);
        string[] names = [.. step.Graph.Input.Select(input => input.Name)];
        string[] finals = [.. step.Graph.Output.Select(output => output.Name)];
        var tables = names.ToDictionary(name => name, _ => new float[(steps + 1) * width]); // row 0: zeros
        using var sessionOptions = new SessionOptions { IntraOpNumThreads = 1 }; // as the library scores, on however many processors
        using var session = new InferenceSession(step.ToByteArray(), sessionOptions);
        using var runOptions = new RunOptions();
        var states = names.Select(_ => new float[Rows * width]).ToArray();
        var inputs = states.Select(state => OrtValue.CreateTensorValueFromMemory(state, [1, Rows, width])).ToArray();
        for (var row = 1; row <= steps; row++)
        {
            using var outputs = session.Run(runOptions, names, inputs, finals);
            foreach (var (i, name) in names.Index())
            {
                outputs[i].GetTensorDataAsSpan<float>().CopyTo(states[i]); // the inputs of the next step
                states[i].AsSpan(0, width).CopyTo(tables[name].AsSpan(row * width));
            }
        }

        Array.ForEach(inputs, input => input.Dispose());
        return new PaddingStates(steps, tables);
    }
}
