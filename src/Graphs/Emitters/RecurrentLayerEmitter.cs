using System.Diagnostics;
using RnnToolkit.Bundle;

using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Padding;

namespace RnnToolkit.Graphs.Emitters;

/// <summary>One recurrent layer, in one or two directions, as one ONNX operator.</summary>
static class RecurrentLayerEmitter
{
    /// <summary>Adds the layer and makes all of its time steps available.</summary>
    /// <param name="config">The architecture, of which D is the number of directions.</param>
    /// <param name="x">Input [T, B, in]. Time comes first because ONNX Runtime rejects <c>layout=1</c>.</param>
    /// <param name="lengths">The number of steps to run for each row, int32 [B]; <see cref="OnnxGraphBuilder.LeftOut"/> for all of them.</param>
    /// <param name="state">What the layer begins with, in the order of its operator's inputs: a [D, B, H] each; none for zeros.</param>
    /// <returns>The hidden states [T, B, D·H], the input of a further layer.</returns>
    public static string EmitSequence(
        OnnxGraphBuilder graph,
        StateDict weights,
        ModelConfig config,
        WeightPrecision precision,
        int layer,
        string x,
        string lengths,
        params ReadOnlySpan<string> state)
    {
        var name = Name(layer);
        var y = EmitOperator(graph, weights, config, precision, layer, x, lengths, state, [$"{name}.Y"]); // [T, D, B, H]
        if (!config.Bidirectional)
        {
            var axis = graph.Initializer<long>($"{name}.direction_axis", [1], [1]);
            return graph.Node("Squeeze", $"{name}.sequence", [y, axis], $"{name}.sequence").Output;
        }

        var directionsLast = graph.Node("Transpose", $"{name}.directions_last", [y], $"{name}.directions_last")
            .With("perm", 0, 2, 1, 3).Output; // [T, B, D, H]
        var shape = graph.Initializer<long>($"{name}.sequence_shape", [3], [0, 0, config.DirectionCount * config.HiddenSize]);
        return graph.Node("Reshape", $"{name}.sequence", [directionsLast, shape], $"{name}.sequence").Output;
    }

    /// <summary>Adds the layer and makes available where each direction ends: the last time step forwards, the first one backwards.</summary>
    /// <inheritdoc cref="EmitSequence" path="/param"/>
    /// <returns>PyTorch's <c>h_n</c> of the layer, the directions next to each other [B, D·H].</returns>
    public static string EmitFinalHidden(
        OnnxGraphBuilder graph,
        StateDict weights,
        ModelConfig config,
        WeightPrecision precision,
        int layer,
        string x,
        string lengths,
        params ReadOnlySpan<string> state)
    {
        // ONNX Runtime does not keep the time steps when this output is omitted.
        var name = Name(layer);
        var final = EmitOperator(graph, weights, config, precision, layer, x, lengths, state, [OnnxGraphBuilder.LeftOut, $"{name}.Y_h"]); // [D, B, H]
        if (!config.Bidirectional)
        {
            var axis = graph.Initializer<long>($"{name}.direction_axis", [1], [0]);
            return graph.Node("Squeeze", $"{name}.last", [final, axis], $"{name}.last").Output;
        }

        var directionsLast = graph.Node("Transpose", $"{name}.directions_last", [final], $"{name}.directions_last").With("perm", 1, 0, 2).Output; // [B, D, H]
        var shape = graph.Initializer<long>($"{name}.last_shape", [2], [0, config.DirectionCount * config.HiddenSize]);
        return graph.Node("Reshape", $"{name}.last", [directionsLast, shape], $"{name}.last").Output;
    }

    /// <summary>Adds the layer and makes the state in which it ends available; not for two directions.</summary>
    /// <inheritdoc cref="EmitSequence" path="/param"/>
    /// <returns>As many states [1, B, H] as the layer begins with, in the same order.</returns>
    public static string[] EmitFinalState(
        OnnxGraphBuilder graph,
        StateDict weights,
        ModelConfig config,
        WeightPrecision precision,
        int layer,
        string x,
        string lengths,
        params ReadOnlySpan<string> state)
    {
        string[] final = [.. PaddingStates.NamesOf(config, layer).Select(name => $"{name}.final")];
        EmitOperator(graph, weights, config, precision, layer, x, lengths, state, [OnnxGraphBuilder.LeftOut, .. final]);
        return final;
    }

    /// <summary>The ONNX operator and, for each of its gate slots, the PyTorch gate that fills it.</summary>
    static (string OpType, int[] GateOrder) OperatorOf(RecurrentCell cell) => cell switch
    {
        RecurrentCell.Rnn => ("RNN", [0]),
        RecurrentCell.Lstm => ("LSTM", [0, 3, 1, 2]), // i,f,g,o -> i,o,f,c
        RecurrentCell.Gru => ("GRU", [1, 0, 2]), // r,z,n -> z,r,h
        _ => throw new UnreachableException(),
    };

    static string EmitOperator(
        OnnxGraphBuilder graph,
        StateDict weights,
        ModelConfig config,
        WeightPrecision precision,
        int layer,
        string x,
        string lengths,
        ReadOnlySpan<string> state,
        ReadOnlySpan<string> outputs)
    {
        var (opType, gateOrder) = OperatorOf(config.Cell);
        var (name, d, h) = (Name(layer), config.DirectionCount, config.HiddenSize);
        var (rows, inputSize) = (gateOrder.Length * h, weights[ParameterNames.Recurrent(ParameterNames.InputWeight, layer)].Shape[1]);
        bool[] directions = config.Bidirectional ? [false, true] : [false];
        float[] Stack(params string[] parameters) => [..
            from reverse in directions
            from parameter in parameters
            from value in weights[ParameterNames.Recurrent(parameter, layer, reverse)].ReorderGates(gateOrder)
            select value];

        var w = RecurrentMatrixEmitter.Emit(graph, precision, $"{name}.W", [d, rows, inputSize], Stack(ParameterNames.InputWeight));
        var r = RecurrentMatrixEmitter.Emit(graph, precision, $"{name}.R", [d, rows, h], Stack(ParameterNames.HiddenWeight));
        var b = graph.Initializer($"{name}.B", [d, 2 * rows], Stack(ParameterNames.InputBias, ParameterNames.HiddenBias));
        ReadOnlySpan<string> inputs = state.IsEmpty && lengths == OnnxGraphBuilder.LeftOut ? [x, w, r, b] : [x, w, r, b, lengths, .. state];
        var node = graph.Node(opType, name, inputs, outputs)
            .With("hidden_size", h)
            .With("direction", config.Bidirectional ? "bidirectional" : "forward");
        if (config.Cell is RecurrentCell.Gru)
        {
            node.With("linear_before_reset", 1); // PyTorch applies the reset gate after the matrix product
        }

        return node.Output;
    }

    static string Name(int layer) => $"{ParameterNames.RecurrentModule}.layer{layer}";
}
