using System.Runtime.InteropServices;
using RnnToolkit.Bundle;
using RnnToolkit.Trainer.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Optimization;

/// <summary>
/// A moving average of the weights: after step k it is d(k) times itself plus 1 - d(k) times the weights, with
/// d(k) = min(decay, k / (k + 9)), so that it forgets where the training began.
/// </summary>
/// <remarks>
/// An embedding row that does not change has an average that follows from the number of steps: on a CPU it is made up for when the row is
/// about to change, or when the average is used. On a GPU every parameter is averaged at every step.
/// </remarks>
sealed class WeightAverage : IDisposable
{
    /// <summary>The file of the averages.</summary>
    public const string FileName = "average.safetensors";

    const int Delay = 9;
    const string RowStepName = "row_step";
    const string StepName = "step";

    readonly double _decay;
    readonly (string Name, Parameter Value, Tensor Average)[] _dense;
    readonly Parameter? _table; // [V, E]; null where it is one of the dense ones
    readonly float[] _rows = []; // [V, E]: the averages of its rows
    readonly int[] _rowSteps = []; // [V]: the step up to which they are right
    readonly int _width;
    readonly List<double> _logProducts = [0]; // of index k: log(d(1) ... d(k))
    int _step;

    /// <summary>Creates the average of the weights as they are, which the first step forgets.</summary>
    /// <param name="model">The model.</param>
    /// <param name="decay">Above 0, below 1.</param>
    /// <param name="sparseTable">Whether only the rows of a batch change in a step.</param>
    public WeightAverage(RecurrentClassifier model, double decay, bool sparseTable)
    {
        _decay = decay;
        _dense = [.. model.named_parameters().Where(named => !sparseTable || named.name != ParameterNames.Embedding)
            .Select(named => (named.name, named.parameter, named.parameter.detach().clone().DetachFromDisposeScope()))];
        if (sparseTable)
        {
            _table = model.named_parameters().Single(named => named.name == ParameterNames.Embedding).parameter;
            _rows = TableValues().ToArray();
            _rowSteps = new int[model.Config.VocabularySize];
            _width = model.Config.EmbeddingSize;
        }
    }

    /// <summary>Must be called before a step with the ids whose rows it changes.</summary>
    public void Prepare(ReadOnlySpan<long> ids)
    {
        if (_table is null)
        {
            return;
        }

        foreach (var id in ids)
        {
            Follow((int)id);
        }
    }

    /// <summary>Takes the weights after a step into the average.</summary>
    public void Add()
    {
        _step++;
        var kept = Math.Min(_decay, _step / (double)(_step + Delay));
        using var noGrad = no_grad();
        foreach (var (_, value, average) in _dense)
        {
            average.mul_(kept).add_(value, 1 - kept);
        }
    }

    /// <summary>Puts the averages into the model until the result is disposed.</summary>
    public IDisposable Apply()
    {
        for (var row = 0; row < _rowSteps.Length; row++)
        {
            Follow(row);
        }

        Exchange();
        return new Applied(this);
    }

    /// <summary>Writes the averages to a new file. Nothing is changed by it.</summary>
    public void Save(string directory)
    {
        using var stream = File.Create(Path.Combine(directory, FileName));
        SafetensorsFile.Write(stream,
        [
            .. _dense.Select(dense => new NamedTensor(dense.Name, dense.Average.shape, ModelWeights.ToArray(dense.Average))),
            .. _table is null ? Array.Empty<NamedTensor>() :
            [
                new NamedTensor(ParameterNames.Embedding, [_rowSteps.Length, _width], _rows),
                new NamedTensor(RowStepName, [_rowSteps.Length], Array.ConvertAll(_rowSteps, BitConverter.Int32BitsToSingle)),
            ],
            new NamedTensor(StepName, [1], [BitConverter.Int32BitsToSingle(_step)]),
        ]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CheckpointFormatException">The file is missing or damaged.</exception>
    public void Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        var state = ResumeFile.Read(path);
        var step = state.Counts(path, StepName, 1, int.MaxValue)[0];
        if (_table is not null)
        {
            var steps = state.Counts(path, RowStepName, _rowSteps.Length, step);
            state.Values(path, ParameterNames.Embedding, _rowSteps.Length, _width).CopyTo(_rows, 0);
            steps.CopyTo(_rowSteps, 0);
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, _, average) in _dense)
        {
            average.copy_(tensor(state.Values(path, name, average.shape), average.shape));
        }

        _step = step;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, _, average) in _dense)
        {
            average.Dispose();
        }
    }

    /// <summary>The table in place.</summary>
    Span<float> TableValues() => MemoryMarshal.Cast<byte, float>(_table!.bytes);

    /// <summary>Brings the average of a row up to the present step.</summary>
    void Follow(int row)
    {
        if (_rowSteps[row] == _step)
        {
            return;
        }

        var kept = (float)Math.Exp(LogProduct(_step) - LogProduct(_rowSteps[row]));
        var average = _rows.AsSpan(row * _width, _width);
        var weights = TableValues().Slice(row * _width, _width);
        for (var i = 0; i < average.Length; i++)
        {
            average[i] = (average[i] * kept) + (weights[i] * (1 - kept));
        }

        _rowSteps[row] = _step;
    }

    double LogProduct(int step)
    {
        while (_logProducts.Count <= step)
        {
            var k = _logProducts.Count;
            _logProducts.Add(_logProducts[^1] + Math.Log(Math.Min(_decay, k / (double)(k + Delay))));
        }

        return _logProducts[step];
    }

    void Exchange()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (_, value, average) in _dense)
        {
            var weights = value.detach().clone();
            value.copy_(average);
            average.copy_(weights);
        }

        if (_table is not null)
        {
            var weights = TableValues().ToArray();
            _rows.CopyTo(TableValues());
            weights.CopyTo(_rows, 0);
        }
    }

    sealed class Applied(WeightAverage average) : IDisposable
    {
        public void Dispose() => average.Exchange();
    }
}
