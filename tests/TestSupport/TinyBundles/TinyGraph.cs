using RnnToolkit.Bundle;
using static RnnToolkit.TestSupport.TinyBundles.OnnxMessages;

namespace RnnToolkit.TestSupport.TinyBundles;

/// <summary>The ONNX graph of a <see cref="TinyWeights"/>: Gather, Transpose, recurrent layers, Gemm, Sigmoid.</summary>
static class TinyGraph
{
    public static byte[] Write(ModelConfig config, TinyWeights weights, TinyGraphOptions options)
    {
        var graph = new ProtobufMessage().Add(2, "classifier");
        var initializers = new List<ProtobufMessage> { Initializer("embedding.weight") };
        void Add(ProtobufMessage node) => graph.Add(1, node);

        Add(Node("Max", [options.InputName, "zero"], ["steps"]));                              // [B, T]
        Add(Node("Gather", [options.InputName, "zero"], ["first"], Attribute("axis", 1)));     // [B]
        Add(Node("Neg", ["first"], ["negated"]));
        Add(Node("Max", ["negated", "zero"], ["skipped"]));                                    // [B]
        Add(Node("Gather", ["embedding.weight", "steps"], ["embedded"]));                      // [B, T, E]
        Add(Node("Transpose", ["embedded"], ["x0"], Attribute("perm", 1, 0, 2)));              // [T, B, E]
        initializers.Add(Tensor("zero", [], [0L]));
        initializers.Add(Tensor("axis0", [1], [0L]));
        initializers.Add(Tensor("axis1", [1], [1L]));
        var padding = options.PaddingStates > 0 ? weights.PaddingStates(options.PaddingStates) : [];
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var (type, gates) = Operator(config.Cell, options);
            foreach (var (input, kind) in new[] { ("w", "weight_ih"), ("r", "weight_hh") })
            {
                var (shape, values) = weights[$"rnn.{kind}_l{layer}"];
                initializers.Add(Tensor($"{input}{layer}", [1, .. shape], Reorder(values, gates)));
            }

            var biases = new[] { "bias_ih", "bias_hh" }.SelectMany(kind => Reorder(weights[$"rnn.{kind}_l{layer}"].Values, gates)).ToArray();
            initializers.Add(Tensor($"b{layer}", [1, biases.Length], biases));
            ProtobufMessage[] attributes = config.Cell is RecurrentCell.Gru
                ? [Attribute("hidden_size", config.HiddenSize), Attribute("linear_before_reset", 1)]
                : [Attribute("hidden_size", config.HiddenSize)];
            string[] states = padding.Count == 0 ? [] : ["", .. padding[layer].Select((table, state) => State(table, layer, state))];
            Add(Node(type, [$"x{layer}", $"w{layer}", $"r{layer}", $"b{layer}", .. states], [$"y{layer}", $"h{layer}"], attributes));
            Add(Node("Squeeze", [$"y{layer}", "axis1"], [$"x{layer + 1}"]));                   // [T, 1, B, H] -> [T, B, H]
        }

        Add(Node("Squeeze", [$"h{config.Layers - 1}", "axis0"], ["last"]));                    // [1, B, H] -> [B, H]
        Add(Node("Gemm", ["last", "fc.weight", "fc.bias"], [options.LogitsName], Attribute("transB", 1)));
        Add(Node("Sigmoid", [options.LogitsName], ["probability"]));
        initializers.AddRange([Initializer("fc.weight"), Initializer("fc.bias")]);
        initializers.ForEach(initializer => graph.Add(5, initializer));
        graph.Add(11, Value(options.InputName, Int64Type, options.InputShape));
        graph.Add(12, Value(options.LogitsName, FloatType, "batch", "1"));
        graph.Add(12, Value("probability", FloatType, "batch", "1"));
        return Model(graph, options.Metadata).ToArray();

        string State(float[] table, int layer, int state)
        {
            var name = $"state{layer}_{state}";
            var changed = table.Select((value, i) => options.ChangePaddingState(i / config.HiddenSize, value)).ToArray();
            initializers.Add(Tensor($"{name}.table", [1, options.PaddingStates, config.HiddenSize], changed));
            Add(Node("Gather", [$"{name}.table", "skipped"], [name], Attribute("axis", 1)));  // [1, B, H]
            return name;
        }

        ProtobufMessage Initializer(string name) => Tensor(name, weights[name].Shape, weights[name].Values);
    }

    static (string Type, int[] Gates) Operator(RecurrentCell cell, TinyGraphOptions options) => cell switch
    {
        RecurrentCell.Rnn => (options.OperatorType ?? "RNN", [0]),
        RecurrentCell.Lstm => (options.OperatorType ?? "LSTM", [0, 3, 1, 2]),
        _ => (options.OperatorType ?? "GRU", [1, 0, 2]),
    };

    static float[] Reorder(float[] values, int[] gates)
    {
        var size = values.Length / gates.Length;
        return [.. gates.SelectMany(gate => values.Skip(gate * size).Take(size))];
    }
}
