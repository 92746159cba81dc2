using System.Runtime.Intrinsics;

namespace RnnToolkit.Kernels;

/// <summary>The arithmetic of recurrent layers on one processor. Stateless, thread-safe.</summary>
/// <remarks>
/// <para>What a row gets does not depend on the rows beside it: each number is the sum of its products in the order of the inputs, whatever the shape of a
/// tile. Processors with fused multiply-add give the same bits with vectors of every width.</para>
/// <para>Pointers are to memory that holds what <see cref="GateLayout"/> says, with room for <see cref="Lanes"/> more numbers at its end.</para>
/// </remarks>
public abstract unsafe class VectorKernels
{
    /// <summary>The largest difference of <see cref="Tanh"/> and <see cref="Sigmoid"/> from the exact values. tanh is as close in relative terms.</summary>
    public const float ActivationError = 2.5e-7f;

    /// <summary>One number at a time: what the others are compared with.</summary>
    public static VectorKernels Reference { get; } = new VectorKernels<Scalar, float>();

    /// <summary>The kernels that this processor can run, the widest vectors first.</summary>
    public static IReadOnlyList<VectorKernels> Supported { get; } = [.. FindSupported()];

    /// <summary>The fastest kernels that this processor can run.</summary>
    public static VectorKernels Best => Supported[0];

    /// <summary>Numbers in a vector.</summary>
    public abstract int Lanes { get; }

    /// <summary>What computes, for people: "AVX-512", "AVX2", "128-bit vectors", "no vectors".</summary>
    public string Name => Lanes switch { 16 => "AVX-512", 8 => "AVX2", 4 => "128-bit vectors", _ => "no vectors" };

    /// <summary>y = start + x W for each row.</summary>
    /// <param name="x">Rows [inputs].</param>
    /// <param name="rows">How many.</param>
    /// <param name="inputs">Numbers of a row.</param>
    /// <param name="w">A matrix that <see cref="GateLayout.PackMatrix"/> packed.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="start">What is added: a row [columns] for all with the stride 0, or rows like those of y; may be y.</param>
    /// <param name="startStride">Numbers from one of its rows to the next.</param>
    /// <param name="y">The results, <see cref="GateLayout.Columns"/> a row.</param>
    /// <param name="yStride">Numbers from one of its rows to the next.</param>
    public abstract void Product(float** x, int rows, int inputs, float* w, GateLayout layout, float* start, nint startStride, float* y, nint yStride);

    /// <summary>A step of nn.LSTM: c' = σ(f) c + σ(i) tanh(g), h = σ(o) tanh(c'), gates i, f, g, o.</summary>
    /// <param name="layout">The layer.</param>
    /// <param name="x">For each row what comes from the input: W x + b.</param>
    /// <param name="hidden">What comes from the hidden state: U h + b, <see cref="GateLayout.Columns"/> a row.</param>
    /// <param name="before">The states h; read by the GRU alone.</param>
    /// <param name="after">Gets the states h; may be the same memory.</param>
    /// <param name="cells">The cells c of the LSTM, which are replaced; <see cref="GateLayout.UnitStride"/> a row.</param>
    /// <param name="rows">How many rows.</param>
    public abstract void LstmStep(GateLayout layout, float** x, float* hidden, float** before, float** after, float* cells, int rows);

    /// <summary>A step of nn.GRU: n = tanh(x_n + σ(r) h_n), h' = n + σ(z) (h - n), gates r, z, n. The reset gate comes after the matrix product.</summary>
    /// <inheritdoc cref="LstmStep" path="/param"/>
    public abstract void GruStep(GateLayout layout, float** x, float* hidden, float** before, float** after, float* cells, int rows);

    /// <summary>A step of nn.RNN: h' = tanh(x + h).</summary>
    /// <inheritdoc cref="LstmStep" path="/param"/>
    public abstract void RnnStep(GateLayout layout, float** x, float* hidden, float** before, float** after, float* cells, int rows);

    /// <summary>y = tanh(x), within <see cref="ActivationError"/>. Lengths are multiples of <see cref="Lanes"/>.</summary>
    public abstract void Tanh(float* x, float* y, nint count);

    /// <summary>y = 1 / (1 + exp(-x)), within <see cref="ActivationError"/>. Lengths are multiples of <see cref="Lanes"/>.</summary>
    public abstract void Sigmoid(float* x, float* y, nint count);

    /// <summary>y += factor x. Lengths are multiples of <see cref="Lanes"/>.</summary>
    public abstract void AddScaled(float factor, float* x, float* y, nint count);

    /// <summary>y = max(x, y). Lengths are multiples of <see cref="Lanes"/>.</summary>
    public abstract void Max(float* x, float* y, nint count);

    static IEnumerable<VectorKernels> FindSupported()
    {
        if (Simd512.IsSupported)
        {
            yield return new VectorKernels<Simd512, Vector512<float>>();
        }

        if (Simd256.IsSupported)
        {
            yield return new VectorKernels<Simd256, Vector256<float>>();
        }

        if (Simd128.IsSupported)
        {
            yield return new VectorKernels<Simd128, Vector128<float>>();
        }

        yield return Reference;
    }
}
