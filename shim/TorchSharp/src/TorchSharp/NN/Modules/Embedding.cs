using TorchSharp.Native;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Rows of a table [rows, dimensions] by number.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    const long NoPadding = -1;

    [ComponentName(Name = "weight")] readonly Parameter _weight;
    readonly long _paddingIdx;
    readonly double? _maxNorm;
    readonly double _normType;
    readonly bool _scaleGradByFreq;
    readonly bool _sparse;

    internal Embedding(Parameter weight, long? paddingIdx, double? maxNorm, double normType, bool scaleGradByFreq, bool sparse)
        : base(nameof(Embedding))
    {
        var rows = weight.size(0);
        if (paddingIdx is { } index && (index < -rows || index >= rows))
        {
            throw new ArgumentOutOfRangeException(nameof(paddingIdx), index, $"The table has {rows} rows.");
        }
        _weight = weight;
        _paddingIdx = paddingIdx is { } given ? (given < 0 ? given + rows : given) : NoPadding;
        (_maxNorm, _normType, _scaleGradByFreq, _sparse) = (maxNorm, normType, scaleGradByFreq, sparse);
        RegisterComponents();
    }

    /// <summary>The table. Each read makes a new object with a handle of its own on the same tensor: compare parameters by name.</summary>
    public Parameter? weight => Parameter.OnTheSameTensorAs(_weight);

    /// <summary>Maps int32 or int64 numbers of any shape [..] to rows [.., dimensions].</summary>
    public override Tensor forward(Tensor input)
    {
        if (_maxNorm is { } maxNorm)
        {
            NativeMethods.Check(NativeMethods.shim_embedding_renorm_(_weight, input, maxNorm, _normType));
        }
        return NativeMethods.shim_embedding(_weight, input, _paddingIdx, _scaleGradByFreq, _sparse);
    }

    /// <summary>N(0, 1) in every row except that of the padding, which is zero.</summary>
    internal static Parameter NewTable(long rows, long dimensions, long? paddingIdx, Device? device, ScalarType? dtype)
    {
        var table = LayerParameters.Empty([rows, dimensions], device, dtype);
        using var _ = no_grad();
        table.normal_();
        if (paddingIdx is { } index && index >= -rows && index < rows)
        {
            using var padding = table.select(0, index);
            padding.zero_();
        }
        return table;
    }
}
