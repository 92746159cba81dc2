using TorchSharp.Native;

namespace TorchSharp.Modules;

/// <summary>The arguments that RNN, LSTM and GRU have in common.</summary>
readonly record struct RecurrentShape(
    RecurrentCell Cell, long InputSize, long HiddenSize, long Layers, bool Bias, bool BatchFirst, double Dropout, bool Bidirectional)
{
    public int Directions => Bidirectional ? 2 : 1;

    /// <summary>Rows of a weight: one block of hidden units for each gate.</summary>
    public long GateRows =>
        HiddenSize * Cell switch
        {
            RecurrentCell.Lstm => 4,
            RecurrentCell.Gru => 3,
            _ => 1,
        };

    public RecurrentShape Validated()
    {
        RequirePositive(InputSize, "inputSize");
        RequirePositive(HiddenSize, "hiddenSize");
        RequirePositive(Layers, "numLayers");
        return Dropout is >= 0 and <= 1
            ? this
            : throw new ArgumentOutOfRangeException("dropout", Dropout, "A probability lies between 0 and 1.");
    }

    public RecurrentOptions Options(bool training) => new()
    {
        Cell = Cell,
        Layers = Layers,
        HasBiases = Bias,
        Dropout = Dropout,
        Training = training,
        Bidirectional = Bidirectional,
        BatchFirst = BatchFirst,
    };

    static void RequirePositive(long value, string name)
    {
        if (value <= 0)
        {
            throw new ArgumentOutOfRangeException(name, value, "The size is at least 1.");
        }
    }
}
