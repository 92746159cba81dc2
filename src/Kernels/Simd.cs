using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace RnnToolkit.Kernels;

/// <summary>What the kernels need of a vector. Each operation is exact in IEEE 754's sense, so all widths give the same bits.</summary>
/// <typeparam name="TVector">The vector: of <see cref="float"/>, or one number alone.</typeparam>
unsafe interface ISimd<TVector>
{
    /// <summary>Numbers in a vector.</summary>
    static abstract int Lanes { get; }

    static abstract TVector Load(float* from);

    static abstract void Store(TVector value, float* to);

    static abstract TVector Create(float value);

    static abstract TVector Add(TVector x, TVector y);

    static abstract TVector Subtract(TVector x, TVector y);

    static abstract TVector Multiply(TVector x, TVector y);

    static abstract TVector Divide(TVector x, TVector y);

    /// <summary>x y + z, rounded once where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);

    /// <summary>The value between two limits; NaN stays NaN.</summary>
    static abstract TVector Clamp(TVector value, TVector lowest, TVector highest);

    /// <summary>The larger of two values; NaN when the second is.</summary>
    static abstract TVector Max(TVector x, TVector y);

    /// <summary>2 to the integer in the low bits of a number that <see cref="VectorKernels{TSimd,TVector}"/> rounded.</summary>
    static abstract TVector PowerOfTwo(TVector rounded);
}

/// <summary>16 numbers: AVX-512.</summary>
readonly unsafe struct Simd512 : ISimd<Vector512<float>>
{
    /// <summary>Not <see cref="Vector512.IsHardwareAccelerated"/>, which is false on processors that lower their clock for AVX-512 and gain all the same.</summary>
    public static bool IsSupported => Avx512F.IsSupported;

    public static int Lanes => Vector512<float>.Count;

    public static Vector512<float> Load(float* from) => Vector512.Load(from);

    public static void Store(Vector512<float> value, float* to) => value.Store(to);

    public static Vector512<float> Create(float value) => Vector512.Create(value);

    public static Vector512<float> Add(Vector512<float> x, Vector512<float> y) => x + y;

    public static Vector512<float> Subtract(Vector512<float> x, Vector512<float> y) => x - y;

    public static Vector512<float> Multiply(Vector512<float> x, Vector512<float> y) => x * y;

    public static Vector512<float> Divide(Vector512<float> x, Vector512<float> y) => x / y;

    public static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> z) => Avx512F.FusedMultiplyAdd(x, y, z);

    public static Vector512<float> Clamp(Vector512<float> value, Vector512<float> lowest, Vector512<float> highest) =>
        Avx512F.Max(lowest, Avx512F.Min(highest, value)); // the second operand is what remains of a NaN

    public static Vector512<float> Max(Vector512<float> x, Vector512<float> y) => Avx512F.Max(x, y);

    public static Vector512<float> PowerOfTwo(Vector512<float> rounded) =>
        ((rounded.AsInt32() << 23) + Vector512.Create(0x3f800000)).AsSingle();
}

/// <summary>8 numbers: AVX2 with FMA.</summary>
readonly unsafe struct Simd256 : ISimd<Vector256<float>>
{
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    public static int Lanes => Vector256<float>.Count;

    public static Vector256<float> Load(float* from) => Vector256.Load(from);

    public static void Store(Vector256<float> value, float* to) => value.Store(to);

    public static Vector256<float> Create(float value) => Vector256.Create(value);

    public static Vector256<float> Add(Vector256<float> x, Vector256<float> y) => x + y;

    public static Vector256<float> Subtract(Vector256<float> x, Vector256<float> y) => x - y;

    public static Vector256<float> Multiply(Vector256<float> x, Vector256<float> y) => x * y;

    public static Vector256<float> Divide(Vector256<float> x, Vector256<float> y) => x / y;

    public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> y, Vector256<float> z) => Fma.MultiplyAdd(x, y, z);

    public static Vector256<float> Clamp(Vector256<float> value, Vector256<float> lowest, Vector256<float> highest) =>
        Avx.Max(lowest, Avx.Min(highest, value));

    public static Vector256<float> Max(Vector256<float> x, Vector256<float> y) => Avx.Max(x, y);

    public static Vector256<float> PowerOfTwo(Vector256<float> rounded) =>
        ((rounded.AsInt32() << 23) + Vector256.Create(0x3f800000)).AsSingle();
}

/// <summary>4 numbers: NEON, and x86 without AVX2, where products are rounded before they are added.</summary>
readonly unsafe struct Simd128 : ISimd<Vector128<float>>
{
    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    public static int Lanes => Vector128<float>.Count;

    public static Vector128<float> Load(float* from) => Vector128.Load(from);

    public static void Store(Vector128<float> value, float* to) => value.Store(to);

    public static Vector128<float> Create(float value) => Vector128.Create(value);

    public static Vector128<float> Add(Vector128<float> x, Vector128<float> y) => x + y;

    public static Vector128<float> Subtract(Vector128<float> x, Vector128<float> y) => x - y;

    public static Vector128<float> Multiply(Vector128<float> x, Vector128<float> y) => x * y;

    public static Vector128<float> Divide(Vector128<float> x, Vector128<float> y) => x / y;

    public static Vector128<float> MultiplyAdd(Vector128<float> x, Vector128<float> y, Vector128<float> z) => Vector128.MultiplyAddEstimate(x, y, z);

    public static Vector128<float> Clamp(Vector128<float> value, Vector128<float> lowest, Vector128<float> highest) =>
        Vector128.MaxNative(lowest, Vector128.MinNative(highest, value));

    public static Vector128<float> Max(Vector128<float> x, Vector128<float> y) => Vector128.MaxNative(x, y);

    public static Vector128<float> PowerOfTwo(Vector128<float> rounded) =>
        ((rounded.AsInt32() << 23) + Vector128.Create(0x3f800000)).AsSingle();
}

/// <summary>One number: the reference of the vectors, and the way where there are none.</summary>
readonly unsafe struct Scalar : ISimd<float>
{
    public static int Lanes => 1;

    public static float Load(float* from) => *from;

    public static void Store(float value, float* to) => *to = value;

    public static float Create(float value) => value;

    public static float Add(float x, float y) => x + y;

    public static float Subtract(float x, float y) => x - y;

    public static float Multiply(float x, float y) => x * y;

    public static float Divide(float x, float y) => x / y;

    public static float MultiplyAdd(float x, float y, float z) =>
        Fma.IsSupported || AdvSimd.IsSupported ? MathF.FusedMultiplyAdd(x, y, z) : (x * y) + z;

    public static float Clamp(float value, float lowest, float highest) => value > highest ? highest : value < lowest ? lowest : value;

    public static float Max(float x, float y) => x > y ? x : y;

    public static float PowerOfTwo(float rounded) => BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(rounded) << 23) + 0x3f800000);
}
