using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace RnnToolkit.Inference.Internals;

/// <summary>
/// Memory of one run of the model, with the tensors that ONNX Runtime reads and writes on top of it: nothing is copied, and a
/// buffer that is reused for rows of the same shape allocates nothing.
/// </summary>
/// <param name="capacity">The most rows.</param>
/// <param name="sequenceLength">The most ids of a row, S.</param>
sealed class BatchBuffer(int capacity, int sequenceLength) : IDisposable
{
    readonly long[] _ids = GC.AllocateUninitializedArray<long>(checked(capacity * sequenceLength), pinned: true);
    readonly float[] _logits = GC.AllocateUninitializedArray<float>(capacity, pinned: true);
    readonly float[] _probabilities = GC.AllocateUninitializedArray<float>(capacity, pinned: true);

    // For the number of rows that the tensors have now, by the ids of a row.
    readonly Dictionary<int, OrtValue[]> _inputs = [];

    public int Capacity => capacity;

    /// <summary>Rows of the tensors, B.</summary>
    public int Rows { get; private set; }

    /// <summary>Ids of a row, T.</summary>
    public int Length { get; private set; }

    /// <summary>The tensor of the ids [B, T].</summary>
    public OrtValue[] Inputs => _inputs[Length];

    /// <summary>The tensors of the logits [B, 1] and of the probabilities [B, 1].</summary>
    public OrtValue[] Outputs { get; private set; } = [];

    public ReadOnlySpan<float> Logits => _logits.AsSpan(0, Rows);

    public ReadOnlySpan<float> Probabilities => _probabilities.AsSpan(0, Rows);

    /// <summary>The ids [T] of a row.</summary>
    public Span<long> Ids(int row) => _ids.AsSpan(row * Length, Length);

    /// <summary>Shapes the tensors for <paramref name="rows"/> rows of <paramref name="length"/> ids.</summary>
    public void SetShape(int rows, int length)
    {
        if (rows != Rows)
        {
            Dispose();
            Outputs = [OrtValue.CreateTensorValueFromMemory(_logits, [rows, 1]), OrtValue.CreateTensorValueFromMemory(_probabilities, [rows, 1])];
            Rows = rows;
        }

        Length = length;
        ref var inputs = ref CollectionsMarshal.GetValueRefOrAddDefault(_inputs, length, out _);
        inputs ??= [OrtValue.CreateTensorValueFromMemory(_ids, [rows, length])];
    }

    public void Dispose()
    {
        foreach (var value in _inputs.Values.SelectMany(inputs => inputs).Concat(Outputs))
        {
            value.Dispose();
        }

        _inputs.Clear();
        (Outputs, Rows) = ([], 0);
    }
}
