using RnnToolkit.Bundle;

namespace RnnToolkit.Inference.Internals;

/// <summary>The wide channel of n-grams and its sum with the recurrent one. Sums are in float64, in the order of the ids.</summary>
sealed class WideChannel
{
    readonly LookUpTable _weights;
    readonly LookUpTable _norms;
    readonly bool _hasRoots;
    readonly float[] _bias;
    readonly float _recurrentFactor;
    readonly float _wideFactor;
    readonly float[] _fusionBias;
    readonly int _size;

    public WideChannel(BundleTables tables, ModelConfig model)
    {
        var (rows, k) = (model.WideSize + 1L, model.OutputCount);
        _size = model.WideSize;
        _weights = tables.Table(ParameterNames.WideWeight, ParameterNames.WideWeight, BundleTables.RowsPerScale(k), rows, k);
        _norms = tables.Table(ParameterNames.WideNorm, ParameterNames.WideNorm, BundleTables.RowsPerScale(1), rows);
        _hasRoots = tables.HasRoots;
        (_bias, _fusionBias) = (tables.Floats(ParameterNames.WideBias, k), tables.Floats(ParameterNames.FusionBias, k));
        (_recurrentFactor, _wideFactor) = (tables.Floats(ParameterNames.FusionRecurrent, 1)[0], tables.Floats(ParameterNames.FusionWide, 1)[0]);
    }

    /// <summary>Makes logits of the recurrent channel those of both.</summary>
    public void Add(BatchBuffer buffer, int row, ManagedWorkspace work, Span<float> logits)
    {
        work.Wide = work.Wide.Length < logits.Length ? new double[logits.Length] : work.Wide;
        var sums = work.Wide.AsSpan(0, logits.Length);
        sums.Clear();
        var squaredLength = 0.0;
        Span<float> weights = stackalloc float[ModelConfig.MaxClasses];
        weights = weights[..logits.Length];
        foreach (var id in buffer.AllNGrams.AsSpan(row * buffer.NGramWidth, buffer.NGramWidth))
        {
            if (id < 0 || id > _size)
            {
                throw new InvalidOperationException($"row {row} has the n-gram {id}, expected 0 to {_size}");
            }

            if (id == 0)
            {
                continue; // padding, whose rows are zeros
            }

            _weights.Read((int)id, weights);
            for (var k = 0; k < sums.Length; k++)
            {
                sums[k] += weights[k];
            }

            _norms.Read((int)id, weights[..1]);
            squaredLength += _hasRoots ? weights[0] * weights[0] : weights[0];
        }

        var length = squaredLength > 0 ? Math.Sqrt(squaredLength) : 1;
        for (var k = 0; k < sums.Length; k++)
        {
            logits[k] = (float)((_recurrentFactor * (double)logits[k]) + (_wideFactor * ((sums[k] / length) + _bias[k])) + _fusionBias[k]);
        }
    }
}
