using static TorchSharp.torch;

namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    /// <summary>The value of a tensor of one element, of whatever type, as a float.</summary>
    public static float ToSingle(this Tensor value) => (float)value.ToScalar().Value.Real;

    public static double ToDouble(this Tensor value) => value.ToScalar().Value.Real;
    public static int ToInt32(this Tensor value) => checked((int)value.ToScalar().Value.Integer);
    public static long ToInt64(this Tensor value) => value.ToScalar().Value.Integer;
}
