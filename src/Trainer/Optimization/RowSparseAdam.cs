using System.Runtime.InteropServices;
using RnnToolkit.Bundle;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Optimization;

/// <summary>Adam over every parameter, without touching the whole embedding table at each step.</summary>
/// <remarks>
/// <para>With one step size for the whole training (<see cref="TrainingOptions.IsPlainAdam"/>) this is dense Adam: a row that a batch does not
/// use is left alone and moved later, in one go, by what dense Adam would have moved it in the meantime. A row is brought up to date just before it
/// is read: <see cref="Prepare"/> for the rows of a batch, <see cref="Settle"/> for all. The weights then are dense Adam's but for rounding; the
/// tests compare the two.</para>
/// <para>Otherwise rows that a batch does not use stay where they are, as with PyTorch's SparseAdam, and do not decay either.</para>
/// </remarks>
sealed class RowSparseAdam : ParameterUpdate
{
    /// <summary>The file of the embedding's moments.</summary>
    public const string MomentsFile = "embedding-moments.safetensors";

    const string FirstMomentName = "exp_avg";
    const string SecondMomentName = "exp_avg_sq";
    const string LastStepName = "last_step";
    const string StepName = "step";

    readonly Adam _adam; // of everything but the embedding
    readonly Parameter[] _others;
    readonly Parameter _table; // [V, E]
    readonly TrainingOptions _options;
    readonly EmbeddingMoments _moments;
    readonly RowGradients _gradients;
    int _step;

    public RowSparseAdam(RecurrentClassifier model, TrainingOptions options)
    {
        // By name: reading a layer's weight may give another object, with another handle, each time.
        _table = model.named_parameters().Single(named => named.name == ParameterNames.Embedding).parameter;
        _others = [.. model.named_parameters().Where(named => named.name != ParameterNames.Embedding).Select(named => named.parameter)];
        _adam = optim.Adam(_others, options.LearningRate);
        _options = options;
        _moments = new EmbeddingMoments(model.Config.VocabularySize, model.Config.EmbeddingSize, options.LearningRate);
        _gradients = new RowGradients(model.Config.VocabularySize, model.Config.EmbeddingSize);
    }

    public override void Prepare(ReadOnlySpan<long> ids)
    {
        if (_options.IsPlainAdam)
        {
            _moments.CatchUp(TableValues(), ids, _step);
        }
    }

    public override double Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        CollectRowGradients();
        var norm = GradientNorm();

        // PyTorch's clip_grad_norm_, to the constant in the denominator.
        var scale = Math.Min(1, _options.MaxGradNorm / (norm + 1e-6));
        if (scale < 1)
        {
            foreach (var parameter in _others)
            {
                parameter.grad!.mul_(scale);
            }
        }

        _step++;
        Begin(_adam, _others, learningRate, _options.WeightDecay);
        _adam.step();
        _adam.zero_grad();
        _moments.Step(TableValues(), _gradients, (float)scale, _step, learningRate, _options.WeightDecay);
        _table.grad = null;
        return norm;
    }

    public override void Settle()
    {
        if (_options.IsPlainAdam)
        {
            _moments.CatchUpAll(TableValues(), _step);
        }
    }

    public override void Save(string directory)
    {
        AdamStateFile.Save(_adam, directory);
        using var stream = File.Create(Path.Combine(directory, MomentsFile));
        SafetensorsFile.Write(stream,
        [
            new NamedTensor(FirstMomentName, _moments.Shape, _moments.First),
            new NamedTensor(SecondMomentName, _moments.Shape, _moments.Second),
            // A float32 counts to 16,777,216 only: the bits of the int32 are written.
            new NamedTensor(LastStepName, [_moments.Rows], Array.ConvertAll(_moments.LastStep, BitConverter.Int32BitsToSingle)),
            new NamedTensor(StepName, [1], [BitConverter.Int32BitsToSingle(_step)]),
        ]);
    }

    public override void Load(string directory)
    {
        AdamStateFile.Load(_adam, directory);
        var path = Path.Combine(directory, MomentsFile);
        var state = ResumeFile.Read(path);
        var step = state.Counts(path, StepName, 1, int.MaxValue)[0];
        var lastStep = state.Counts(path, LastStepName, _moments.Rows, step);
        state.Values(path, FirstMomentName, _moments.Shape).CopyTo(_moments.First, 0);
        state.Values(path, SecondMomentName, _moments.Shape).CopyTo(_moments.Second, 0);
        lastStep.CopyTo(_moments.LastStep, 0);
        _step = step;
    }

    public override void Dispose() => _adam.Dispose();

    /// <summary>The table in place: what is written here is what the next forward pass reads.</summary>
    Span<float> TableValues() => MemoryMarshal.Cast<byte, float>(_table.bytes);

    void CollectRowGradients()
    {
        var gradient = _table.grad!;                                                    // sparse [V, E]
        var rows = MemoryMarshal.Cast<byte, long>(gradient.SparseIndices.contiguous().bytes);    // [1, B*T]
        var values = MemoryMarshal.Cast<byte, float>(gradient.SparseValues.contiguous().bytes);  // [B*T, E]
        _gradients.Collect(rows, values);
    }

    double GradientNorm()
    {
        var squares = _gradients.SquaredNorm();
        foreach (var parameter in _others)
        {
            var norm = parameter.grad!.norm().ToDouble();
            squares += norm * norm;
        }

        return Math.Sqrt(squares);
    }
}
