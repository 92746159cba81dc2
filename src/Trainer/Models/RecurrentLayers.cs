using System.Diagnostics;
using RnnToolkit.Bundle;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Models;

/// <summary>What RNN, LSTM and GRU layers have in common.</summary>
static class RecurrentLayers
{
    /// <summary>Layers with fresh weights.</summary>
    public static nn.Module Create(RecurrentCell cell, int input, int hidden, int layers = 1, bool bidirectional = false) => cell switch
    {
        RecurrentCell.Rnn => nn.RNN(input, hidden, layers, batchFirst: true, bidirectional: bidirectional),
        RecurrentCell.Lstm => nn.LSTM(input, hidden, layers, batchFirst: true, bidirectional: bidirectional),
        RecurrentCell.Gru => nn.GRU(input, hidden, layers, batchFirst: true, bidirectional: bidirectional),
        _ => throw new UnreachableException(),
    };

    /// <summary>The outputs of the last of these layers [B, T, H], from zero states.</summary>
    public static Tensor Outputs(nn.Module layers, Tensor input) => layers switch
    {
        LSTM lstm => lstm.call(input).Item1,
        GRU gru => gru.call(input).Item1,
        RNN rnn => rnn.call(input).Item1,
        _ => throw new UnreachableException(),
    };
}
