using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace RnnToolkit.Inference.Internals;

/// <summary>
/// Memory of one run of the model, with the tensors that ONNX Runtime reads and writes on top of it: nothing is copied, and a
/// buffer that is reused for rows of the same shape allocates nothing.
/// </summary>
/// <param name="capacity">The most rows.</param>
/// <param name="shape">The sizes that follow from the model.</param>
sealed class BatchBuffer(int capacity, ModelShape shape) : IDisposable
{
    // Rows of n-grams are as wide as a multiple of this, so that few widths occur.
    const int NGramStep = 32;

    readonly long[] _ids = GC.AllocateUninitializedArray<long>(checked(capacity * shape.SequenceLength), pinned: true);
    readonly float[] _logits = GC.AllocateUninitializedArray<float>(checked(capacity * shape.OutputCount), pinned: true);
    readonly float[] _probabilities = GC.AllocateUninitializedArray<float>(checked(capacity * shape.OutputCount), pinned: true);
    long[] _nGrams = [];

    // For the number of rows that the tensors have now, by the ids and by the n-grams of a row.
    readonly Dictionary<int, OrtValue> _idTensors = [];
    readonly Dictionary<int, OrtValue> _nGramTensors = [];

    public int Capacity => capacity;

    /// <summary>Rows of the tensors, B.</summary>
    public int Rows { get; private set; }

    /// <summary>Ids of a row, T.</summary>
    public int Length { get; private set; }

    /// <summary>N-grams of a row with its padding, N; 0 without a wide channel.</summary>
    public int NGramWidth { get; private set; }

    /// <summary>The tensor of the ids [B, T]; with a wide channel also that of the n-grams [B, N].</summary>
    public OrtValue[] Inputs { get; } = new OrtValue[shape.HasNGrams ? 2 : 1];

    /// <summary>The tensors of the logits [B, K] and of the probabilities [B, K].</summary>
    public OrtValue[] Outputs { get; private set; } = [];

    /// <summary>The ids [T] of a row.</summary>
    public Span<long> Ids(int row) => _ids.AsSpan(row * Length, Length);

    /// <summary>The logits [K] of a row.</summary>
    public ReadOnlySpan<float> Logits(int row) => _logits.AsSpan(row * shape.OutputCount, shape.OutputCount);

    /// <summary>The probabilities [K] of a row.</summary>
    public ReadOnlySpan<float> Probabilities(int row) => _probabilities.AsSpan(row * shape.OutputCount, shape.OutputCount);

    /// <summary>Writes the n-grams of a row and pads them with 0.</summary>
    public void WriteNGrams(int row, ReadOnlySpan<int> ids)
    {
        var target = _nGrams.AsSpan(row * NGramWidth, NGramWidth);
        for (var i = 0; i < ids.Length; i++)
        {
            target[i] = ids[i];
        }

        target[ids.Length..].Clear();
    }

    /// <summary>Shapes the tensors.</summary>
    /// <param name="rows">Texts, B.</param>
    /// <param name="length">Ids of a row, T.</param>
    /// <param name="nGrams">The most n-grams of a row; not used without a wide channel.</param>
    public void SetShape(int rows, int length, int nGrams = 0)
    {
        if (rows != Rows)
        {
            Dispose();
            long[] outputs = [rows, shape.OutputCount];
            Outputs = [OrtValue.CreateTensorValueFromMemory(_logits, outputs), OrtValue.CreateTensorValueFromMemory(_probabilities, outputs)];
            Rows = rows;
        }

        Length = length;
        Inputs[0] = Tensor(_idTensors, _ids, length);
        if (shape.HasNGrams)
        {
            NGramWidth = ((Math.Max(nGrams, 1) + NGramStep - 1) / NGramStep) * NGramStep; // a width of 0 would be an empty tensor
            if ((long)Rows * NGramWidth > _nGrams.Length)
            {
                DisposeAll(_nGramTensors);
                _nGrams = GC.AllocateUninitializedArray<long>(checked(Rows * NGramWidth), pinned: true);
            }

            Inputs[1] = Tensor(_nGramTensors, _nGrams, NGramWidth);
        }
    }

    public void Dispose()
    {
        DisposeAll(_idTensors);
        DisposeAll(_nGramTensors);
        foreach (var output in Outputs)
        {
            output.Dispose();
        }

        (Outputs, Rows) = ([], 0);
    }

    OrtValue Tensor(Dictionary<int, OrtValue> tensors, long[] memory, int width)
    {
        ref var tensor = ref CollectionsMarshal.GetValueRefOrAddDefault(tensors, width, out _);
        return tensor ??= OrtValue.CreateTensorValueFromMemory(memory, [Rows, width]);
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
