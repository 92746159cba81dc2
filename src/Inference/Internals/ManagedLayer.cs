using RnnToolkit.Bundle;
using RnnToolkit.Kernels;

namespace RnnToolkit.Inference.Internals;

/// <summary>One direction of a recurrent layer, packed for the vectors of this processor.</summary>
sealed unsafe class ManagedLayer
{
    readonly VectorKernels _kernels;
    readonly RecurrentCell _cell;
    readonly AlignedBuffer[] _inputWeights; // one for each part of the input
    readonly AlignedBuffer _inputBias;
    readonly AlignedBuffer _hiddenWeights;
    readonly AlignedBuffer _hiddenBias;
    readonly int _inputSize;

    /// <summary>Packs the weights.</summary>
    /// <param name="kernels">The arithmetic.</param>
    /// <param name="tables">The weights of the graph.</param>
    /// <param name="model">The architecture.</param>
    /// <param name="layer">Counted from 0.</param>
    /// <param name="reverse">Whether it is the backward direction.</param>
    public ManagedLayer(VectorKernels kernels, BundleTables tables, ModelConfig model, int layer, bool reverse)
    {
        (_kernels, _cell) = (kernels, model.Cell);
        var (gates, hidden, directions) = (model.GateCount, model.HiddenSize, model.DirectionCount);
        var (rows, parts) = (gates * hidden, layer == 0 ? 1 : directions);
        _inputSize = layer == 0 ? model.EmbeddingSize : hidden;
        Layout = new GateLayout(gates, hidden, kernels.Lanes);
        var name = $"{ParameterNames.RecurrentModule}.layer{layer}";
        var w = Direction(tables.Matrix($"{name}.W", directions, rows, parts * _inputSize));
        var biases = Direction(tables.Floats($"{name}.B", directions, 2 * rows));
        _hiddenWeights = Layout.PackMatrix(InOurOrder(Direction(tables.Matrix($"{name}.R", directions, rows, hidden)), hidden), hidden);
        _inputWeights = [.. Enumerable.Range(0, parts).Select(part => Layout.PackMatrix(InOurOrder(Columns(w, parts, part), _inputSize), _inputSize))];
        _inputBias = Layout.PackVector(InOurOrder(biases[..rows], columns: 1));
        _hiddenBias = Layout.PackVector(InOurOrder(biases[rows..], columns: 1));

        float[] Direction(float[] both) => reverse ? both[(both.Length / 2)..] : both[..(both.Length / directions)];

        // ONNX has the gates i, o, f, c and z, r, h.
        float[] InOurOrder(float[] matrix, int columns)
        {
            int[] order = _cell switch { RecurrentCell.Lstm => [0, 2, 3, 1], RecurrentCell.Gru => [1, 0, 2], _ => [0] };
            var size = hidden * columns;
            return [.. order.SelectMany(gate => new ArraySegment<float>(matrix, gate * size, size))];
        }

        float[] Columns(float[] matrix, int count, int part)
        {
            var found = new float[rows * _inputSize];
            for (var row = 0; row < rows; row++)
            {
                matrix.AsSpan((row * count * _inputSize) + (part * _inputSize), _inputSize).CopyTo(found.AsSpan(row * _inputSize));
            }

            return found;
        }
    }

    /// <summary>Where the gates are.</summary>
    public GateLayout Layout { get; }

    /// <summary>W x + b for rows of inputs.</summary>
    /// <param name="part">Which part of the input; a later part is added to what the first one gave.</param>
    /// <param name="x">The inputs.</param>
    /// <param name="rows">How many.</param>
    /// <param name="y">Gets the rows.</param>
    public void Project(int part, float** x, int rows, float* y)
    {
        var start = part == 0 ? _inputBias.Start : y;
        nint stride = part == 0 ? 0 : Layout.Columns;
        _kernels.Product(x, rows, _inputSize, _inputWeights[part].Start, Layout, start, stride, y, Layout.Columns);
    }

    /// <summary>A time step.</summary>
    /// <param name="x">The projected inputs.</param>
    /// <param name="before">The states before it.</param>
    /// <param name="after">Gets the states after it; may be the same memory.</param>
    /// <param name="cells">The cells of an LSTM.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="gates">Memory for <see cref="GateLayout.Columns"/> a row and a vector.</param>
    public void Step(float** x, float** before, float** after, float* cells, int rows, float* gates)
    {
        _kernels.Product(before, rows, Layout.Units, _hiddenWeights.Start, Layout, _hiddenBias.Start, 0, gates, Layout.Columns);
        switch (_cell)
        {
            case RecurrentCell.Lstm:
                _kernels.LstmStep(Layout, x, gates, before, after, cells, rows);
                break;
            case RecurrentCell.Gru:
                _kernels.GruStep(Layout, x, gates, before, after, cells, rows);
                break;
            default:
                _kernels.RnnStep(Layout, x, gates, before, after, cells, rows);
                break;
        }
    }
}
