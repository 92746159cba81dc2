using RnnToolkit.Bundle;

namespace RnnToolkit.Inference.Internals;

/// <summary>
/// The graph that the exporter writes for a model, node by node. Whoever computes a model without running its graph must know that the graph is this one
/// and nothing else.
/// </summary>
sealed class ExpectedGraph
{
    const int Float32 = 1;
    const int Int32 = 6;
    const int Bool = 9;

    // ReduceMax takes its axes from an input since this opset.
    const int ReduceMaxAxesInputOpset = 18;

    readonly ModelConfig _model;
    readonly WeightPrecision _precision;
    readonly List<string> _nodes = [];
    readonly Dictionary<string, double[]> _constants = new(StringComparer.Ordinal);

    ExpectedGraph(ModelConfig model, WeightPrecision precision) => (_model, _precision) = (model, precision);

    /// <summary>Checks a graph.</summary>
    /// <param name="file">What was read.</param>
    /// <param name="manifest">The manifest of the bundle.</param>
    /// <param name="skipsPadding">Whether it has tables of the states after padding.</param>
    /// <exception cref="FormatException">It has other nodes, or small constants with other values.</exception>
    public static void Check(OnnxGraphFile file, BundleManifest manifest, bool skipsPadding)
    {
        var expected = new ExpectedGraph(manifest.Model, manifest.Graph.Precision);
        expected.Add(skipsPadding, manifest.Graph.Opset);
        var found = file.Nodes.ToHashSet(StringComparer.Ordinal);
        if (expected._nodes.Find(node => !found.Contains(node)) is { } missing)
        {
            throw new FormatException($"no node {missing}");
        }

        if (file.Nodes.Count > expected._nodes.Count)
        {
            throw new FormatException($"the node {file.Nodes.Except(expected._nodes).Concat(file.Nodes).First()}, which this model does not have");
        }

        foreach (var (name, values) in expected._constants)
        {
            var constant = file.Constants.GetValueOrDefault(name) ?? throw new FormatException($"no constant {name}");
            if (!Numbers(constant).SequenceEqual(values))
            {
                throw new FormatException($"the constant {name} with other values than {string.Join(", ", values)}");
            }
        }
    }

    static double[] Numbers(OnnxConstant constant) => constant.Type switch
    {
        _ when constant.Data.Length > 64 => [], // more than any of them has
        OnnxType.Int64 => Array.ConvertAll(constant.Values<long>(), value => (double)value),
        OnnxType.Int32 => Array.ConvertAll(constant.Values<int>(), value => (double)value),
        OnnxType.Float32 => Array.ConvertAll(constant.Values<float>(), value => (double)value),
        _ => [],
    };

    void Add(bool skipsPadding, int opset)
    {
        if (skipsPadding)
        {
            _constants["zero"] = [0];
            Node("ids", "Max", "input_ids, zero");
            Node("first_id", "Gather", "input_ids, zero", "axis=1");
            Node("first_id.negated", "Neg", "first_id");
            Node("skipped_padding", "Max", "first_id.negated, zero");
            foreach (var state in Enumerable.Range(0, _model.Layers).SelectMany(States))
            {
                Node(state, "Gather", $"{state}.after_padding, skipped_padding", "axis=1");
            }
        }

        if (_model.MaskPadding)
        {
            (_constants["sequence_lens.axis"], _constants["sequence_lens.minimum"]) = ([1], [1]);
            Node("is_token", "Cast", "input_ids", $"to={Bool}");
            Node("token_counts", "Cast", "is_token", $"to={Int32}");
            Node("tokens", "ReduceSum", "token_counts, sequence_lens.axis", "keepdims=0");
            Node("sequence_lens", "Max", "tokens, sequence_lens.minimum");
        }

        Node("time_major.Y", "Transpose", skipsPadding ? "ids" : "input_ids", "perm=[1, 0]");
        var x = Table(ParameterNames.Embedding, "time_major.Y", "embedding", rowsPerScale: 1);
        for (var layer = 0; layer < _model.Layers; layer++)
        {
            x = Layer(layer, x, skipsPadding);
        }

        var pooled = _model.Pooling is Pooling.Last ? x : Pool(x, opset);
        var recurrent = _model.WideSize > 0 ? "recurrent.logits" : GraphTensorNames.Logits;
        Node(recurrent, "Gemm", $"{pooled}, {ParameterNames.HeadWeight}, {ParameterNames.HeadBias}", "transB=1");
        if (_model.WideSize > 0)
        {
            Wide(recurrent);
        }

        if (_model.OutputCount == 1)
        {
            Node(GraphTensorNames.Probability, "Sigmoid", GraphTensorNames.Logits);
        }
        else
        {
            Node(GraphTensorNames.Probabilities, "Softmax", GraphTensorNames.Logits, "axis=1");
        }
    }

    string Layer(int layer, string x, bool skipsPadding)
    {
        var name = $"{ParameterNames.RecurrentModule}.layer{layer}";
        if (_precision is WeightPrecision.Int8All)
        {
            foreach (var matrix in new[] { $"{name}.W", $"{name}.R" })
            {
                Node($"{matrix}.quantized", "Cast", $"{matrix}.int8", $"to={Float32}");
                Node($"{matrix}.scales", "Cast", $"{matrix}.scale", $"to={Float32}");
                Node(matrix, "Mul", $"{matrix}.quantized, {matrix}.scales");
            }
        }

        var last = layer == _model.Layers - 1 && _model.Pooling is Pooling.Last;
        var (type, direction) = (_model.Cell.ToString().ToUpperInvariant(), _model.Bidirectional ? "bidirectional" : "forward");
        string[] attributes = [$"direction={direction}", $"hidden_size={_model.HiddenSize}", .. _model.Cell is RecurrentCell.Gru ? ["linear_before_reset=1"] : Array.Empty<string>()];
        var inputs = $"{x}, {name}.W, {name}.R, {name}.B";
        inputs += skipsPadding ? $", , {string.Join(", ", States(layer))}" : _model.MaskPadding ? ", sequence_lens" : "";
        Node(last ? $", {name}.Y_h" : $"{name}.Y", type, inputs, attributes);
        var (from, to) = last ? ($"{name}.Y_h", $"{name}.last") : ($"{name}.Y", $"{name}.sequence");
        if (!_model.Bidirectional)
        {
            _constants[$"{name}.direction_axis"] = [last ? 0 : 1];
            Node(to, "Squeeze", $"{from}, {name}.direction_axis");
            return to;
        }

        var width = _model.DirectionCount * _model.HiddenSize;
        _constants[$"{to}_shape"] = last ? [0, width] : [0, 0, width];
        Node($"{name}.directions_last", "Transpose", from, last ? "perm=[1, 0, 2]" : "perm=[0, 2, 1, 3]");
        Node(to, "Reshape", $"{name}.directions_last, {to}_shape");
        return to;
    }

    IEnumerable<string> States(int layer)
    {
        var name = $"{ParameterNames.RecurrentModule}.layer{layer}";
        return _model.Cell is RecurrentCell.Lstm ? [$"{name}.hidden", $"{name}.cell"] : [$"{name}.hidden"];
    }

    string Pool(string y, int opset)
    {
        foreach (var (name, value) in new (string, double[])[]
        {
            ("time_axis", [0]), ("first_step", [0]), ("next_step", [1]), ("first_dimension", [0]), ("step_axes", [1, 2]), ("length_axis", [1]),
        })
        {
            _constants[$"pooling.{name}"] = value;
        }

        Pooled("shape", "Shape", y);
        Pooled("step_count", "Gather", "pooling.shape.Y, pooling.first_dimension", "axis=0");
        Pooled("step_limit", "Cast", "pooling.step_count.Y", $"to={Int32}");
        Pooled("steps", "Range", "pooling.first_step, pooling.step_limit.Y, pooling.next_step");
        Pooled("steps.column", "Unsqueeze", "pooling.steps.Y, pooling.step_axes");
        Pooled("lengths.column", "Unsqueeze", "sequence_lens, pooling.length_axis");
        Pooled("is_token", "Less", "pooling.steps.column.Y, pooling.lengths.column.Y");
        return _model.Pooling switch
        {
            Pooling.Mean => Mean(y),
            Pooling.Max => Max(y, opset),
            Pooling.MeanMax => Pooled("mean_max", "Concat", $"{Mean(y)}, {Max(y, opset)}", "axis=1"),
            _ => Attention(y),
        };
    }

    string Mean(string y)
    {
        (_constants["pooling.zero"], _constants["pooling.column_axis"]) = ([0], [1]);
        var sum = Sum("sum", Pooled("tokens", "Where", $"pooling.is_token.Y, {y}, pooling.zero"));
        var counts = Pooled("counts", "Cast", "sequence_lens", $"to={Float32}");
        return Pooled("mean", "Div", $"{sum}, {Pooled("counts.column", "Unsqueeze", $"{counts}, pooling.column_axis")}");
    }

    string Max(string y, int opset)
    {
        var masked = Masked("max", y);
        return opset < ReduceMaxAxesInputOpset
            ? Pooled("max", "ReduceMax", masked, "axes=[0]", "keepdims=0")
            : Pooled("max", "ReduceMax", $"{masked}, pooling.time_axis", "keepdims=0");
    }

    string Attention(string y)
    {
        var scores = Masked("attention", Pooled("attention.scores", "MatMul", $"{y}, {ParameterNames.AttentionWeight}"));
        var shares = Pooled("attention.shares", "Softmax", scores, "axis=0");
        return Sum("attention", Pooled("attention.weighted", "Mul", $"{y}, {shares}"));
    }

    string Sum(string name, string values) => Pooled(name, "ReduceSum", $"{values}, pooling.time_axis", "keepdims=0");

    string Masked(string name, string values)
    {
        _constants[$"pooling.{name}.padding"] = [double.NegativeInfinity];
        return Pooled($"{name}.tokens", "Where", $"pooling.is_token.Y, {values}, pooling.{name}.padding");
    }

    string Pooled(string name, string type, string inputs, params string[] attributes) => Node($"pooling.{name}.Y", type, inputs, attributes);

    void Wide(string recurrent)
    {
        var perScale = BundleTables.RowsPerScale(_model.OutputCount);
        (_constants["wide.axis"], _constants["wide.zero"], _constants["wide.one"]) = ([1], [0], [1]);
        var rows = Table(ParameterNames.WideWeight, GraphTensorNames.NGramIds, ParameterNames.WideWeight, perScale);
        Node("wide.sum", "ReduceSum", $"{rows}, wide.axis", "keepdims=0");
        var norms = Table(ParameterNames.WideNorm, GraphTensorNames.NGramIds, ParameterNames.WideNorm, BundleTables.RowsPerScale(1));
        if (_precision is WeightPrecision.Int8 or WeightPrecision.Int8All)
        {
            norms = Node("wide.norm.squares", "Mul", $"{norms}, {norms}");
        }

        Node("wide.squared_length", "ReduceSum", $"{norms}, wide.axis", "keepdims=1");
        Node("wide.is_known", "Greater", "wide.squared_length, wide.zero");
        Node("wide.squared_divisor", "Where", "wide.is_known, wide.squared_length, wide.one");
        Node("wide.length", "Sqrt", "wide.squared_divisor");
        Node("wide.quotient", "Div", "wide.sum, wide.length");
        Node("wide.logits", "Add", $"wide.quotient, {ParameterNames.WideBias}");
        Node($"{ParameterNames.FusionRecurrent}.logits", "Mul", $"{recurrent}, {ParameterNames.FusionRecurrent}");
        Node($"{ParameterNames.FusionWide}.logits", "Mul", $"wide.logits, {ParameterNames.FusionWide}");
        Node("fusion.sum", "Add", $"{ParameterNames.FusionRecurrent}.logits, {ParameterNames.FusionWide}.logits");
        Node(GraphTensorNames.Logits, "Add", $"fusion.sum, {ParameterNames.FusionBias}");
    }

    string Table(string table, string ids, string name, int rowsPerScale)
    {
        switch (_precision)
        {
            case WeightPrecision.Fp32:
                return Node($"{name}.Y", "Gather", $"{table}, {ids}", "axis=0");
            case WeightPrecision.Fp16:
                return ToFloat(table, ids, name);
            default:
                var values = ToFloat(table, ids, $"{name}.quantized");
                var scaleIds = ids;
                if (rowsPerScale > 1)
                {
                    _constants[$"{name}.rows_per_scale"] = [rowsPerScale];
                    scaleIds = Node($"{name}.scale_ids", "Div", $"{ids}, {name}.rows_per_scale");
                }

                return Node($"{name}.Y", "Mul", $"{values}, {ToFloat($"{name}.scale", scaleIds, $"{name}.scales")}");
        }
    }

    string ToFloat(string table, string ids, string name)
    {
        Node($"{name}.rows", "Gather", $"{table}, {ids}", "axis=0");
        return Node($"{name}.Y", "Cast", $"{name}.rows", $"to={Float32}");
    }

    string Node(string output, string type, string inputs, params string[] attributes)
    {
        _nodes.Add($"{output} = {type}({inputs}){string.Concat(attributes.Select(each => " " + each))}");
        return output;
    }
}
