using TorchSharp.Modules;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static RNN RNN(
            long inputSize,
            long hiddenSize,
            long numLayers = 1,
            NonLinearities nonLinearity = NonLinearities.Tanh,
            bool bias = true,
            bool batchFirst = false,
            double dropout = 0,
            bool bidirectional = false,
            Device? device = null,
            ScalarType? dtype = null)
        {
            var cell = nonLinearity == NonLinearities.ReLU ? RecurrentCell.RnnRelu : RecurrentCell.RnnTanh;
            return new(new RecurrentShape(cell, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional), device, dtype);
        }

        public static LSTM LSTM(
            long inputSize,
            long hiddenSize,
            long numLayers = 1,
            bool bias = true,
            bool batchFirst = false,
            double dropout = 0,
            bool bidirectional = false,
            Device? device = null,
            ScalarType? dtype = null) =>
            new(
                new RecurrentShape(RecurrentCell.Lstm, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional), device, dtype);

        public static GRU GRU(
            long inputSize,
            long hiddenSize,
            long numLayers = 1,
            bool bias = true,
            bool batchFirst = false,
            double dropout = 0,
            bool bidirectional = false,
            Device? device = null,
            ScalarType? dtype = null) =>
            new(
                new RecurrentShape(RecurrentCell.Gru, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional), device, dtype);
    }
}
