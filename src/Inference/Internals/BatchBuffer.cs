using Microsoft.ML.OnnxRuntime;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Inference.Internals;

/// <summary>
/// Memory of one run of the model, with the tensors that ONNX Runtime reads and writes laid over it: nothing is copied, and a
/// buffer that is used again for as many rows makes nothing new.
/// </summary>
sealed class BatchBuffer : IDisposable
{
    readonly int _sequenceLength;
    readonly long[] _ids;
    readonly float[] _logits;
    readonly float[] _probabilities;
    readonly EncodedText[] _encoded;

    public BatchBuffer(int capacity, int sequenceLength)
    {
        _sequenceLength = sequenceLength;
        _ids = GC.AllocateUninitializedArray<long>(checked(capacity * sequenceLength), pinned: true);
        _logits = GC.AllocateUninitializedArray<float>(capacity, pinned: true);
        _probabilities = GC.AllocateUninitializedArray<float>(capacity, pinned: true);
        _encoded = new EncodedText[capacity];
    }

    public int Capacity => _logits.Length;

    /// <summary>Rows of the tensors, B.</summary>
    public int Rows { get; private set; }

    /// <summary>The tensor of the ids [B, T].</summary>
    public OrtValue[] Inputs { get; private set; } = [];

    /// <summary>The tensors of the logits [B, 1] and of the probabilities [B, 1].</summary>
    public OrtValue[] Outputs { get; private set; } = [];

    public ReadOnlySpan<float> Logits => _logits.AsSpan(0, Rows);

    public ReadOnlySpan<float> Probabilities => _probabilities.AsSpan(0, Rows);

    /// <summary>What the encoder saw in the text of each row.</summary>
    public Span<EncodedText> Encoded => _encoded.AsSpan(0, Rows);

    /// <summary>The ids [T] of one row.</summary>
    public Span<long> Ids(int row) => _ids.AsSpan(row * _sequenceLength, _sequenceLength);

    /// <summary>Shapes the tensors for <paramref name="rows"/> rows.</summary>
    public void SetRows(int rows)
    {
        if (rows == Rows)
        {
            return;
        }

        Dispose();
        Inputs = [OrtValue.CreateTensorValueFromMemory(_ids, [rows, _sequenceLength])];
        Outputs = [OrtValue.CreateTensorValueFromMemory(_logits, [rows, 1]), OrtValue.CreateTensorValueFromMemory(_probabilities, [rows, 1])];
        Rows = rows;
    }

    public void Dispose()
    {
        foreach (var value in Inputs.Concat(Outputs))
        {
            value.Dispose();
        }

        (Inputs, Outputs, Rows) = ([], [], 0);
    }
}
