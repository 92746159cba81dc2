using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace RnnToolkit.Inference.Internals;

/// <summary>The tensors that ONNX Runtime reads and writes, on top of the memory of a buffer: nothing is copied.</summary>
/// <param name="buffer">The memory.</param>
/// <param name="shape">The sizes that follow from the model.</param>
sealed class BatchTensors(BatchBuffer buffer, ModelShape shape) : IDisposable
{
    // For the number of rows that the tensors have now, by the ids and by the n-grams of a row.
    readonly Dictionary<int, OrtValue> _ids = [];
    readonly Dictionary<int, OrtValue> _nGrams = [];
    long[] _nGramMemory = [];
    int _rows;

    /// <summary>The tensor of the ids [B, T]; with a wide channel also that of the n-grams [B, N].</summary>
    public OrtValue[] Inputs { get; } = new OrtValue[shape.HasNGrams ? 2 : 1];

    /// <summary>The tensors of the logits [B, K] and of the probabilities [B, K].</summary>
    public OrtValue[] Outputs { get; private set; } = [];

    /// <summary>Gives the tensors the shape that the buffer has now.</summary>
    public void Shape()
    {
        if (buffer.Rows != _rows)
        {
            Dispose();
            long[] outputs = [buffer.Rows, shape.OutputCount];
            Outputs =
            [
                OrtValue.CreateTensorValueFromMemory(buffer.AllLogits, outputs), OrtValue.CreateTensorValueFromMemory(buffer.AllProbabilities, outputs),
            ];
            _rows = buffer.Rows;
        }

        Inputs[0] = Tensor(_ids, buffer.AllIds, buffer.Length);
        if (shape.HasNGrams)
        {
            if (_nGramMemory != buffer.AllNGrams)
            {
                DisposeAll(_nGrams);
                _nGramMemory = buffer.AllNGrams;
            }

            Inputs[1] = Tensor(_nGrams, _nGramMemory, buffer.NGramWidth);
        }
    }

    public void Dispose()
    {
        DisposeAll(_ids);
        DisposeAll(_nGrams);
        foreach (var output in Outputs)
        {
            output.Dispose();
        }

        (Outputs, _rows) = ([], 0);
    }

    OrtValue Tensor(Dictionary<int, OrtValue> tensors, long[] memory, int width)
    {
        ref var tensor = ref CollectionsMarshal.GetValueRefOrAddDefault(tensors, width, out _);
        return tensor ??= OrtValue.CreateTensorValueFromMemory(memory, [buffer.Rows, width]);
    }

    static void DisposeAll(Dictionary<int, OrtValue> tensors)
    {
        foreach (var tensor in tensors.Values)
        {
            tensor.Dispose();
        }

        tensors.Clear();
    }
}
