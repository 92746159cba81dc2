using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The parameters of built-in layers: made and initialised here, and outside every dispose scope.</summary>
static class LayerParameters
{
    public static Parameter Empty(ReadOnlySpan<long> size, Device? device, ScalarType? dtype)
    {
        using var data = empty(size, dtype, device);
        var parameter = new Parameter(data);
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    /// <summary>Draws from U(-bound, bound), as PyTorch's layers start.</summary>
    public static Parameter Uniform(ReadOnlySpan<long> size, double bound, Device? device, ScalarType? dtype)
    {
        var parameter = Empty(size, device, dtype);
        using var _ = no_grad();
        parameter.uniform_(-bound, bound);
        return parameter;
    }
}
