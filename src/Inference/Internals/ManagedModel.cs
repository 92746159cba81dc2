using System.Diagnostics;
using System.Runtime.CompilerServices;
using RnnToolkit.Bundle;
using RnnToolkit.Kernels;

namespace RnnToolkit.Inference.Internals;

/// <summary>
/// The classifier without ONNX Runtime. Each text runs over its own steps: steps of padding before it are states that were computed once, and steps
/// after it are left out.
/// </summary>
/// <remarks>
/// <para>Shapes: B rows of a batch, T steps, E embedding, H hidden, D directions, K logits. Thread-safe; each run has a workspace.</para>
/// <para>What a row gets depends on its ids alone: the same text has the same bits alone, in any batch, and with any table of words.</para>
/// </remarks>
sealed unsafe class ManagedModel
{
    // Outputs of layers take at most this, or what one text needs.
    const long MaxSequenceBytes = 32L << 20;

    // As much as the exporter puts into a graph.
    const long MaxPaddingBytes = 16L << 20;

    readonly VectorKernels _kernels;
    readonly ModelConfig _model;
    readonly ManagedLayer[,] _layers; // [layer, direction]
    readonly LookUpTable _embedding;
    readonly WordTable[] _words; // for each direction
    readonly GateLayout _headLayout;
    readonly AlignedBuffer _head;
    readonly AlignedBuffer _headBias;
    readonly AlignedBuffer[] _attention = []; // for each direction
    readonly GateLayout _attentionLayout;
    readonly AlignedBuffer _zeros;
    readonly WideChannel? _wide;
    readonly AlignedBuffer?[] _padding; // for each layer: states h, then cells, after 0, 1, ... steps of padding
    readonly int _paddingSteps;

    /// <summary>Takes the weights of a graph.</summary>
    /// <param name="tables">The weights.</param>
    /// <param name="model">The architecture.</param>
    /// <param name="sequenceLength">Ids of a text, S.</param>
    /// <param name="wordTableBytes">Memory for <see cref="WordTable"/>.</param>
    /// <param name="kernels">The arithmetic.</param>
    /// <exception cref="FormatException">A weight is missing, or is not what it must be.</exception>
    public ManagedModel(BundleTables tables, ModelConfig model, int sequenceLength, long wordTableBytes, VectorKernels kernels)
    {
        (_kernels, _model) = (kernels, model);
        _layers = new ManagedLayer[model.Layers, model.DirectionCount];
        for (var layer = 0; layer < model.Layers; layer++)
        {
            for (var direction = 0; direction < model.DirectionCount; direction++)
            {
                _layers[layer, direction] = new ManagedLayer(kernels, tables, model, layer, reverse: direction == 1);
            }
        }

        _embedding = tables.Table(ParameterNames.Embedding, ParameterNames.EmbeddingModule, rowsPerScale: 1, model.VocabularySize, model.EmbeddingSize);
        _words = new WordTable[model.DirectionCount];
        for (var direction = 0; direction < _words.Length; direction++)
        {
            _words[direction] = new WordTable(model.VocabularySize, Layout.Columns, kernels.Lanes, wordTableBytes / _words.Length);
        }

        _headLayout = new GateLayout(1, model.OutputCount, kernels.Lanes);
        _head = _headLayout.PackMatrix(tables.Floats(ParameterNames.HeadWeight, model.OutputCount, model.PooledSize), model.PooledSize);
        _headBias = _headLayout.PackVector(tables.Floats(ParameterNames.HeadBias, model.OutputCount));
        _attentionLayout = new GateLayout(1, 1, kernels.Lanes);
        _zeros = new AlignedBuffer(kernels.Lanes);
        if (model.Pooling is Pooling.Attention)
        {
            var vector = tables.Floats(ParameterNames.AttentionWeight, model.DirectionCount * model.HiddenSize, 1);
            _attention = [.. vector.Chunk(model.HiddenSize).Select(part => _attentionLayout.PackMatrix(part, model.HiddenSize))];
        }

        _wide = model.WideSize > 0 ? new WideChannel(tables, model) : null;
        _padding = new AlignedBuffer?[model.Layers];
        var paddingBytes = (sequenceLength + 1L) * model.Layers * (model.Cell is RecurrentCell.Lstm ? 2 : 1) * Layout.UnitStride * sizeof(float);
        if (!model.Bidirectional && !model.MaskPadding && paddingBytes <= MaxPaddingBytes)
        {
            _paddingSteps = sequenceLength;
            ComputePadding();
        }
    }

    /// <summary>Whether a negative first id may stand for padding.</summary>
    public bool CanSkipPadding => _paddingSteps > 0;

    GateLayout Layout => _layers[0, 0].Layout;

    int CellOffset => (_paddingSteps + 1) * Layout.UnitStride;

    /// <summary>Memory for a run.</summary>
    public ManagedWorkspace NewWorkspace() => new(_model, Layout, _headLayout, _kernels.Lanes);

    /// <summary>Reads the ids and writes logits and probabilities.</summary>
    /// <exception cref="InvalidOperationException">An id is not one of the model's.</exception>
    public void Run(BatchBuffer buffer, ManagedWorkspace work)
    {
        var order = Order(buffer, work);
        var (needsSequences, sets) = (_model.Layers > 1 || _model.Pooling is not Pooling.Last, 2L * _model.DirectionCount);
        for (int first = 0, rows; first < order.Length; first += rows)
        {
            rows = Math.Min(ManagedWorkspace.BlockRows, order.Length - first);
            var block = new Block { Buffer = buffer, Work = work, Rows = rows };
            var bytes = 0L;
            for (var row = 0; row < rows; row++)
            {
                Describe(buffer, (int)order[first + row], out var text);
                bytes += text.Steps * sets * Layout.UnitStride * sizeof(float);
                if (needsSequences && row > 0 && bytes > MaxSequenceBytes)
                {
                    block.Rows = rows = row;
                    break;
                }

                text.Offset = row == 0 ? 0 : block.Texts[row - 1].Offset + block.Texts[row - 1].Steps;
                block.Texts[row] = text;
            }

            if (needsSequences)
            {
                work.NeedSequences(block.Texts[rows - 1].Offset + block.Texts[rows - 1].Steps, block.Texts[0].Steps);
            }

            Run(ref block);
        }
    }

    void Run(ref Block block)
    {
        var work = block.Work;
        for (var layer = 0; layer < _model.Layers; layer++)
        {
            for (var direction = 0; direction < _model.DirectionCount; direction++)
            {
                RunLayer(ref block, layer, direction);
                if (layer == _model.Layers - 1 && _model.Pooling is Pooling.Last)
                {
                    for (var row = 0; row < block.Rows; row++)
                    {
                        new ReadOnlySpan<float>(work.Before[row], _model.HiddenSize).CopyTo(Pooled(work, row)[(direction * _model.HiddenSize)..]);
                    }
                }
            }
        }

        for (var row = 0; row < block.Rows && _model.Pooling is not Pooling.Last; row++)
        {
            Pool(work, block.Texts[row], Pooled(work, row));
        }

        for (var row = 0; row < block.Rows; row++)
        {
            work.Sources[row] = work.Pooled.Start + ((nint)row * work.PooledStride);
        }

        _kernels.Product(work.Sources, block.Rows, _model.PooledSize, _head.Start, _headLayout, _headBias.Start, 0, work.Logits.Start, _headLayout.Columns);
        for (var row = 0; row < block.Rows; row++)
        {
            var logits = work.Logits.Span.Slice(row * _headLayout.Columns, _model.OutputCount);
            _wide?.Add(block.Buffer, block.Texts[row].Row, work, logits);
            block.Buffer.Write(block.Texts[row].Row, logits);
        }
    }

    /// <summary>Runs one direction of one layer. Afterwards the workspace points to the last states of the rows.</summary>
    void RunLayer(ref Block block, int layer, int direction)
    {
        var (work, weights, stride) = (block.Work, _layers[layer, direction], Layout.UnitStride);
        float** before = work.Before, after = work.After;
        var cells = work.Cells.Start;
        var keepsSequence = layer < _model.Layers - 1 || _model.Pooling is not Pooling.Last;
        var sequence = keepsSequence ? work.Sequence(layer, direction) : null;
        for (var row = 0; row < block.Rows; row++)
        {
            before[row] = after[row] = work.Hidden.Start + (((nint)direction * ManagedWorkspace.BlockRows) + row) * stride;
            Begin(layer, block.Texts[row].Padding, before[row], cells + ((nint)row * stride));
        }

        var active = block.Rows;
        for (var step = 0; step < block.Texts[0].Steps;)
        {
            var end = Project(ref block, layer, direction, step);
            var inputs = work.Inputs;
            for (; step < end; step++)
            {
                for (; block.Texts[active - 1].Steps <= step; active--)
                {
                }

                if (keepsSequence)
                {
                    for (var row = 0; row < active; row++)
                    {
                        after[row] = sequence + ((nint)block.Texts[row].At(step, direction) * stride);
                    }
                }

                weights.Step(inputs, before, after, cells, active, work.Gates.Start);
                if (keepsSequence)
                {
                    new ReadOnlySpan<nint>(after, active).CopyTo(new Span<nint>(before, active));
                }

                inputs += active;
            }
        }
    }

    /// <summary>Computes what comes from the inputs of some steps, for each step and each row that has it.</summary>
    /// <returns>The first step that is left.</returns>
    int Project(ref Block block, int layer, int direction, int step)
    {
        var (work, weights, columns, count, missing) = (block.Work, _layers[layer, direction], Layout.Columns, 0, 0);
        for (var active = block.Rows; step < block.Texts[0].Steps; step++)
        {
            for (; block.Texts[active - 1].Steps <= step; active--)
            {
            }

            if (count + active > ManagedWorkspace.ChunkRows)
            {
                break;
            }

            for (var row = 0; row < active; row++, count++)
            {
                ref var text = ref block.Texts[row];
                var at = text.At(step, direction);
                if (layer > 0)
                {
                    // Relative to the sequence of a direction; the product below takes them in turn.
                    work.Inputs[count] = work.Projected.Start + ((nint)count * columns);
                    work.NewWords[count] = at;
                    continue;
                }

                var id = block.Buffer.AllIds[text.FirstId + at - text.Offset];
                id = id < 0 ? 0 : id; // the mark of skipped padding, which is a step of padding itself
                var known = _words[direction].Find((int)id);
                if (known == null)
                {
                    known = work.Projected.Start + ((nint)missing * columns);
                    var embedded = work.Embedded.Start + ((nint)missing * work.EmbeddingStride);
                    _embedding.Read((int)id, new Span<float>(embedded, _model.EmbeddingSize));
                    work.Sources[missing] = embedded;
                    work.NewWords[missing] = (int)id;
                    missing++;
                }

                work.Inputs[count] = known;
            }
        }

        for (var part = 0; layer > 0 && part < _model.DirectionCount; part++)
        {
            for (var i = 0; i < count; i++)
            {
                work.Sources[i] = work.Sequence(layer - 1, part) + ((nint)work.NewWords[i] * Layout.UnitStride);
            }

            weights.Project(part, work.Sources, count, work.Projected.Start);
        }

        if (missing > 0)
        {
            weights.Project(part: 0, work.Sources, missing, work.Projected.Start);
            for (var i = 0; i < missing; i++)
            {
                _words[direction].Add(work.NewWords[i], work.Projected.Start + ((nint)i * columns));
            }
        }

        return step;
    }

    /// <summary>Pooling over the outputs of the last layer.</summary>
    void Pool(ManagedWorkspace work, in Text text, Span<float> pooled)
    {
        var (last, stride, hidden) = (_model.Layers - 1, Layout.UnitStride, _model.HiddenSize);
        float* sum = work.Sums.Start, largest = sum + stride;
        if (_model.Pooling is Pooling.Attention)
        {
            Attend(work, text);
        }

        for (var direction = 0; direction < _model.DirectionCount; direction++)
        {
            var outputs = work.Sequence(last, direction) + ((nint)text.Offset * stride);
            new Span<float>(sum, stride).Clear();
            new Span<float>(outputs, stride).CopyTo(new Span<float>(largest, stride));
            for (var step = 0; step < text.Steps; step++)
            {
                var output = outputs + ((nint)step * stride);
                _kernels.AddScaled(_model.Pooling is Pooling.Attention ? (float)work.Shares[step] : 1, output, sum, stride);
                _kernels.Max(output, largest, stride);
            }

            var means = pooled[(direction * hidden)..];
            switch (_model.Pooling)
            {
                case Pooling.MeanMax:
                    new ReadOnlySpan<float>(largest, hidden).CopyTo(pooled[((_model.DirectionCount + direction) * hidden)..]);
                    goto case Pooling.Mean;
                case Pooling.Mean:
                    for (var unit = 0; unit < hidden; unit++)
                    {
                        means[unit] = sum[unit] / text.Steps;
                    }

                    break;
                case Pooling.Max:
                    new ReadOnlySpan<float>(largest, hidden).CopyTo(means);
                    break;
                case Pooling.Attention:
                    new ReadOnlySpan<float>(sum, hidden).CopyTo(means);
                    break;
                default:
                    throw new UnreachableException();
            }
        }
    }

    /// <summary>The softmax over the steps of the products of a vector with the outputs.</summary>
    void Attend(ManagedWorkspace work, in Text text)
    {
        var (last, lanes, largest, sum) = (_model.Layers - 1, _kernels.Lanes, double.NegativeInfinity, 0.0);
        for (var first = 0; first < text.Steps; first += ManagedWorkspace.ChunkRows)
        {
            var count = Math.Min(ManagedWorkspace.ChunkRows, text.Steps - first);
            for (var direction = 0; direction < _model.DirectionCount; direction++)
            {
                for (var i = 0; i < count; i++)
                {
                    work.Sources[i] = work.Sequence(last, direction) + ((nint)(text.Offset + first + i) * Layout.UnitStride);
                }

                var start = direction == 0 ? _zeros.Start : work.Scores.Start;
                _kernels.Product(
                    work.Sources, count, _model.HiddenSize, _attention[direction].Start, _attentionLayout, start, direction == 0 ? 0 : lanes, work.Scores.Start, lanes);
            }

            for (var i = 0; i < count; i++)
            {
                work.Shares[first + i] = work.Scores.Span[i * lanes];
                largest = Math.Max(largest, work.Shares[first + i]);
            }
        }

        var shares = work.Shares.AsSpan(0, text.Steps);
        foreach (ref var share in shares)
        {
            sum += share = Math.Exp(share - largest);
        }

        foreach (ref var share in shares)
        {
            share /= sum;
        }
    }

    /// <summary>The rows of a batch, those with the most steps first.</summary>
    Span<long> Order(BatchBuffer buffer, ManagedWorkspace work)
    {
        work.NeedRows(buffer.Rows);
        var order = work.Order.AsSpan(0, buffer.Rows);
        for (var row = 0; row < order.Length; row++)
        {
            Describe(buffer, row, out var text);
            order[row] = ((long)(int.MaxValue - text.Steps) << 32) | (uint)row;
        }

        if (order.Length > 1)
        {
            order.Sort();
        }

        return order;
    }

    /// <summary>What of a row is to be run.</summary>
    void Describe(BatchBuffer buffer, int row, out Text text)
    {
        var ids = buffer.Ids(row);
        var first = ids[0];
        if (first < 0 && !CanSkipPadding)
        {
            throw new InvalidOperationException($"the first id of row {row} is {first}, expected 0 or more for a model that cannot skip padding");
        }

        if (ids.Length > 1 && ids[1..].ContainsAnyExceptInRange(0, _model.VocabularySize - 1) || first >= _model.VocabularySize)
        {
            throw new InvalidOperationException($"row {row} has an id that is not one of the {_model.VocabularySize} of the model");
        }

        var firstId = row * buffer.Length;
        if (_model.MaskPadding)
        {
            text = new Text { Row = row, FirstId = firstId, Steps = Math.Max(1, ids.Length - ids.Count(0)) };
            return;
        }

        text = new Text { Row = row, FirstId = firstId, Steps = ids.Length };
        if (CanSkipPadding)
        {
            // Unknown words at the start are not told from padding: they have its id, and the same state after it.
            var leading = first > 0 ? 0 : 1 + ids[1..].IndexOfAnyExcept(0);
            leading = first <= 0 && leading == 0 ? ids.Length : leading;
            text.Padding = (int)Math.Clamp(leading - Math.Min(first, 0), 0, _paddingSteps);
            (text.FirstId, text.Steps) = (firstId + leading, ids.Length - leading);
        }
    }

    /// <summary>The states with which a row begins.</summary>
    void Begin(int layer, int padding, float* hidden, float* cell)
    {
        var stride = Layout.UnitStride;
        var h = new Span<float>(hidden, stride);
        var c = new Span<float>(cell, stride);
        if (_padding[layer] is not { } states)
        {
            h.Clear();
            c.Clear();
            return;
        }

        states.Span.Slice(padding * stride, stride).CopyTo(h);
        if (_model.Cell is RecurrentCell.Lstm)
        {
            states.Span.Slice(CellOffset + (padding * stride), stride).CopyTo(c);
        }
    }

    /// <summary>Runs padding alone and keeps the states after each step.</summary>
    void ComputePadding()
    {
        var (work, stride) = (NewWorkspace(), Layout.UnitStride);
        for (var layer = 0; layer < _model.Layers; layer++)
        {
            _padding[layer] = new AlignedBuffer(CellOffset * (_model.Cell is RecurrentCell.Lstm ? 2L : 1));
        }

        _embedding.Read(0, work.Embedded.Span[.._model.EmbeddingSize]);
        for (var step = 0; step < _paddingSteps; step++)
        {
            work.Sources[0] = work.Embedded.Start;
            for (var layer = 0; layer < _model.Layers; layer++)
            {
                var states = _padding[layer]!;
                _layers[layer, 0].Project(part: 0, work.Sources, 1, work.Projected.Start);
                work.Before[0] = states.Start + ((nint)step * stride);
                work.After[0] = work.Before[0] + stride;
                work.Inputs[0] = work.Projected.Start;
                var cells = states.Start + CellOffset + ((nint)step * stride);
                if (_model.Cell is RecurrentCell.Lstm)
                {
                    new ReadOnlySpan<float>(cells, stride).CopyTo(new Span<float>(cells + stride, stride));
                }

                _layers[layer, 0].Step(work.Inputs, work.Before, work.After, cells + stride, 1, work.Gates.Start);
                work.Sources[0] = work.After[0];
            }
        }
    }

    static Span<float> Pooled(ManagedWorkspace work, int row) => work.Pooled.Span.Slice(row * work.PooledStride, work.PooledStride);

    /// <summary>Rows that run together.</summary>
    ref struct Block
    {
        public BatchBuffer Buffer;
        public ManagedWorkspace Work;
        public int Rows;
        public Texts Texts;
    }

    [InlineArray(ManagedWorkspace.BlockRows)]
    struct Texts
    {
        Text _first;
    }

    /// <summary>What of a row is run.</summary>
    struct Text
    {
        /// <summary>The row of the batch.</summary>
        public int Row;

        /// <summary>Where its ids begin, without padding before them.</summary>
        public int FirstId;

        /// <summary>Its steps.</summary>
        public int Steps;

        /// <summary>Steps of padding before them.</summary>
        public int Padding;

        /// <summary>Where its outputs begin among those of the block.</summary>
        public int Offset;

        /// <summary>Where the output of a step is, in the order of the text.</summary>
        public readonly int At(int step, int direction) => Offset + (direction == 0 ? step : Steps - 1 - step);
    }
}
