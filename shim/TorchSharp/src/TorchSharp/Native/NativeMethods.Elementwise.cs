using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Native;

static partial class NativeMethods
{
    [LibraryImport(Library)] public static partial Tensor shim_abs(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_exp(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_log(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_neg(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_relu(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_sigmoid(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_sqrt(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_tanh(Tensor self);

    [LibraryImport(Library)] public static partial Tensor shim_eq(Tensor self, Tensor other);
    [LibraryImport(Library)] public static partial Tensor shim_eq_scalar(Tensor self, ScalarValue other);
    [LibraryImport(Library)] public static partial Tensor shim_ge(Tensor self, Tensor other);
    [LibraryImport(Library)] public static partial Tensor shim_ge_scalar(Tensor self, ScalarValue other);
    [LibraryImport(Library)] public static partial Tensor shim_gt(Tensor self, Tensor other);
    [LibraryImport(Library)] public static partial Tensor shim_gt_scalar(Tensor self, ScalarValue other);
    [LibraryImport(Library)] public static partial Tensor shim_le(Tensor self, Tensor other);
    [LibraryImport(Library)] public static partial Tensor shim_le_scalar(Tensor self, ScalarValue other);
    [LibraryImport(Library)] public static partial Tensor shim_lt(Tensor self, Tensor other);
    [LibraryImport(Library)] public static partial Tensor shim_lt_scalar(Tensor self, ScalarValue other);
    [LibraryImport(Library)] public static partial Tensor shim_ne(Tensor self, Tensor other);
    [LibraryImport(Library)] public static partial Tensor shim_ne_scalar(Tensor self, ScalarValue other);

    [LibraryImport(Library)] public static partial Tensor shim_add(Tensor self, Tensor other);
    [LibraryImport(Library)] public static partial int shim_add_(Tensor self, Tensor other);
    [LibraryImport(Library)] public static partial Tensor shim_add_scalar(Tensor self, ScalarValue other);
    [LibraryImport(Library)] public static partial int shim_add_scalar_(Tensor self, ScalarValue other);
    [LibraryImport(Library)] public static partial Tensor shim_add_scaled(Tensor self, Tensor other, ScalarValue alpha);
    [LibraryImport(Library)] public static partial int shim_add_scaled_(Tensor self, Tensor other, ScalarValue alpha);
    [LibraryImport(Library)] public static partial Tensor shim_sub(Tensor self, Tensor other);
    [LibraryImport(Library)] public static partial int shim_sub_(Tensor self, Tensor other);
    [LibraryImport(Library)] public static partial Tensor shim_sub_scalar(Tensor self, ScalarValue other);
    [LibraryImport(Library)] public static partial int shim_sub_scalar_(Tensor self, ScalarValue other);
    [LibraryImport(Library)] public static partial Tensor shim_mul(Tensor self, Tensor other);
    [LibraryImport(Library)] public static partial int shim_mul_(Tensor self, Tensor other);
    [LibraryImport(Library)] public static partial Tensor shim_mul_scalar(Tensor self, ScalarValue other);
    [LibraryImport(Library)] public static partial int shim_mul_scalar_(Tensor self, ScalarValue other);
    [LibraryImport(Library)] public static partial Tensor shim_div(Tensor self, Tensor other);
    [LibraryImport(Library)] public static partial Tensor shim_div_scalar(Tensor self, ScalarValue other);
    [LibraryImport(Library)] public static partial int shim_div_scalar_(Tensor self, ScalarValue other);
    [LibraryImport(Library)] public static partial int shim_addcmul_(Tensor self, Tensor tensor1, Tensor tensor2, ScalarValue value);
    [LibraryImport(Library)] public static partial int shim_addcdiv_(Tensor self, Tensor tensor1, Tensor tensor2, ScalarValue value);

    [LibraryImport(Library)] public static partial int shim_fill_(Tensor self, ScalarValue value);
    [LibraryImport(Library)] public static partial int shim_zero_(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_masked_fill(Tensor self, Tensor mask, ScalarValue value);
}
