using Microsoft.ML.OnnxRuntime;
using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Inference.Bench;

/// <summary>The ceiling: nothing but ONNX Runtime's Run over tensors that were made beforehand.</summary>
sealed class PlainOnnxRuntime : IDisposable
{
    static readonly string[] s_inputs = ["input_ids"];
    static readonly string[] s_outputs = ["logits", "probability"];

    readonly RunOptions _runOptions = new();
    readonly InferenceSession _session;
    readonly List<(OrtValue[] Inputs, OrtValue[] Outputs)> _batches = [];

    public PlainOnnxRuntime(ModelBundle bundle, string[] texts, int batchSize)
    {
        // As the library sets it up: one thread that does not spin.
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(bundle.Graph, options);
        var encoder = new TextEncoder(bundle.Manifest.Preprocessing, bundle.Vocabulary);
        foreach (var batch in texts.Chunk(batchSize).Select(encoder.EncodeBatch))
        {
            long[] shape = [batch.BatchSize, 1];
            _batches.Add((
                [OrtValue.CreateTensorValueFromMemory(batch.Ids, [batch.BatchSize, batch.SequenceLength])],
                [
                    OrtValue.CreateTensorValueFromMemory(new float[batch.BatchSize], shape),
                    OrtValue.CreateTensorValueFromMemory(new float[batch.BatchSize], shape),
                ]));
        }
    }

    public void RunAll()
    {
        foreach (var (inputs, outputs) in _batches)
        {
            _session.Run(_runOptions, s_inputs, inputs, s_outputs, outputs);
        }
    }

    public void Dispose()
    {
        foreach (var (inputs, outputs) in _batches)
        {
            Array.ForEach([.. inputs, .. outputs], value => value.Dispose());
        }

        _session.Dispose();
        _runOptions.Dispose();
    }
}
