using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>What RNN, LSTM and GRU have in common; the layout of the native struct of this name.</summary>
[StructLayout(LayoutKind.Sequential)]
readonly struct RecurrentOptions
{
    public long Layers { get; init; }
    public double Dropout { get; init; }
    public RecurrentCell Cell { get; init; }
    public Flag HasBiases { get; init; }
    public Flag Training { get; init; }
    public Flag Bidirectional { get; init; }
    public Flag BatchFirst { get; init; }
}

enum RecurrentCell
{
    RnnTanh = 0,
    RnnRelu = 1,
    Lstm = 2,
    Gru = 3,
}
