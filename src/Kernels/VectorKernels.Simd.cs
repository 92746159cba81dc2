using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace RnnToolkit.Kernels;

/// <summary>The kernels, for vectors of one width: the just-in-time compiler makes code of its own for each.</summary>
sealed unsafe class VectorKernels<TSimd, TVector> : VectorKernels
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Rows of a tile.</summary>
    const int TileRows = 4;

    // Beyond this, σ is 0 or 1 within 2e-11, and products of three exponentials are still finite.
    const float Limit = 25;
    const float Log2E = 1.44269504f;

    // Sums in flight: 16 where the processor has 32 vector registers, else 8. A multiply-add takes 4 cycles, and 2 begin in each, so 8 hide its latency.
    static readonly int s_tileVectors = Avx512F.VL.IsSupported || AdvSimd.IsSupported ? 4 : 2;

    public override int Lanes => TSimd.Lanes;

    public override void Product(float** x, int rows, int inputs, float* w, GateLayout layout, float* start, nint startStride, float* y, nint yStride)
    {
        if (rows == 1)
        {
            ProductOfRow(*x, inputs, w, layout, start, y);
            return;
        }

        // Column by column, so that a strip of the matrix stays in the first-level cache for all rows. Strips are of nearly the same width.
        var strips = (layout.Vectors + s_tileVectors - 1) / s_tileVectors;
        for (var (strip, vector) = (0, 0); strip < strips; strip++)
        {
            var width = (layout.Vectors - vector) / (strips - strip);
            nint column = vector * TSimd.Lanes;
            for (var row = 0; row < rows; row += TileRows)
            {
                var tile = new Tile(x, row, rows, inputs, w + column, layout.Stride, start + column, startStride, y + column, yStride);
                switch (width)
                {
                    case 1:
                        Multiply<One>(tile);
                        break;
                    case 2:
                        Multiply<Two>(tile);
                        break;
                    case 3:
                        Multiply<Three>(tile);
                        break;
                    default:
                        Multiply<Four>(tile);
                        break;
                }
            }

            vector += width;
        }
    }

    public override void LstmStep(GateLayout layout, float** x, float* hidden, float** before, float** after, float* cells, int rows)
    {
        var (units, lanes) = (layout.Units, TSimd.Lanes);
        for (var row = 0; row < rows; row++)
        {
            var fromInput = x[row];
            var fromHidden = hidden + ((nint)row * layout.Columns);
            var h = after[row];
            var c = cells + ((nint)row * layout.UnitStride);
            for (var unit = 0; unit < units; unit += lanes)
            {
                nint gate = units - unit >= lanes ? lanes : units - unit; // from one gate to the next
                var i = Gate(fromInput, fromHidden, 0);
                var f = Gate(fromInput, fromHidden, gate);
                var g = Gate(fromInput, fromHidden, 2 * gate);
                var o = Gate(fromInput, fromHidden, 3 * gate);

                // tanh(g) is u / (u + 2) with u = exp(2 g) - 1, and σ(i) is 1 / (1 + exp(-i)): c' = c σ(f) + tanh(g) σ(i) over one denominator.
                var u = ExpMinusOne(g);
                var forget = OnePlusExp(f);
                var write = TSimd.Multiply(TSimd.Add(u, TSimd.Create(2)), OnePlusExp(i));
                var cell = TSimd.MultiplyAdd(TSimd.Load(c + unit), write, TSimd.Multiply(u, forget));
                cell = TSimd.Divide(cell, TSimd.Multiply(write, forget));
                TSimd.Store(cell, c + unit);
                u = ExpMinusOne(cell);
                TSimd.Store(TSimd.Divide(u, TSimd.Multiply(TSimd.Add(u, TSimd.Create(2)), OnePlusExp(o))), h + unit);
                fromInput += 4 * gate;
                fromHidden += 4 * gate;
            }
        }
    }

    public override void GruStep(GateLayout layout, float** x, float* hidden, float** before, float** after, float* cells, int rows)
    {
        var (units, lanes) = (layout.Units, TSimd.Lanes);
        for (var row = 0; row < rows; row++)
        {
            var fromInput = x[row];
            var fromHidden = hidden + ((nint)row * layout.Columns);
            var h = before[row];
            var next = after[row];
            for (var unit = 0; unit < units; unit += lanes)
            {
                nint gate = units - unit >= lanes ? lanes : units - unit; // from one gate to the next
                var r = Gate(fromInput, fromHidden, 0);
                var z = Gate(fromInput, fromHidden, gate);
                var reset = TSimd.Divide(TSimd.Load(fromHidden + (2 * gate)), OnePlusExp(r));
                var u = ExpMinusOne(TSimd.Add(TSimd.Load(fromInput + (2 * gate)), reset));

                // n is u / (u + 2), and h' = (1 - σ(z)) n + σ(z) h over one denominator, where (1 - σ(z)) / σ(z) is exp(-z).
                var two = TSimd.Add(u, TSimd.Create(2));
                var update = OnePlusExp(z);
                var sum = TSimd.MultiplyAdd(TSimd.Load(h + unit), two, TSimd.Multiply(u, TSimd.Subtract(update, TSimd.Create(1))));
                TSimd.Store(TSimd.Divide(sum, TSimd.Multiply(two, update)), next + unit);
                fromInput += 3 * gate;
                fromHidden += 3 * gate;
            }
        }
    }

    public override void RnnStep(GateLayout layout, float** x, float* hidden, float** before, float** after, float* cells, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            var fromInput = x[row];
            var fromHidden = hidden + ((nint)row * layout.Columns);
            var next = after[row];
            for (nint unit = 0; unit < layout.Units; unit += TSimd.Lanes)
            {
                TSimd.Store(Tanh(Gate(fromInput, fromHidden, unit)), next + unit);
            }
        }
    }

    public override void Tanh(float* x, float* y, nint count)
    {
        for (nint i = 0; i < count; i += TSimd.Lanes)
        {
            TSimd.Store(Tanh(TSimd.Load(x + i)), y + i);
        }
    }

    public override void Sigmoid(float* x, float* y, nint count)
    {
        for (nint i = 0; i < count; i += TSimd.Lanes)
        {
            TSimd.Store(TSimd.Divide(TSimd.Create(1), OnePlusExp(TSimd.Load(x + i))), y + i);
        }
    }

    public override void AddScaled(float factor, float* x, float* y, nint count)
    {
        for (nint i = 0; i < count; i += TSimd.Lanes)
        {
            TSimd.Store(TSimd.MultiplyAdd(TSimd.Create(factor), TSimd.Load(x + i), TSimd.Load(y + i)), y + i);
        }
    }

    public override void Max(float* x, float* y, nint count)
    {
        for (nint i = 0; i < count; i += TSimd.Lanes)
        {
            TSimd.Store(TSimd.Max(TSimd.Load(x + i), TSimd.Load(y + i)), y + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Gate(float* fromInput, float* fromHidden, nint at) => TSimd.Add(TSimd.Load(fromInput + at), TSimd.Load(fromHidden + at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Tanh(TVector x)
    {
        var u = ExpMinusOne(x);
        return TSimd.Divide(u, TSimd.Add(u, TSimd.Create(2)));
    }

    /// <summary>1 + exp(-x), by which to divide for a product with σ(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector OnePlusExp(TVector x)
    {
        var (power, f) = Split(TSimd.Clamp(x, TSimd.Create(-Limit), TSimd.Create(Limit)), -Log2E);
        return TSimd.MultiplyAdd(power, TSimd.MultiplyAdd(Polynomial(f), f, TSimd.Create(1)), TSimd.Create(1));
    }

    /// <summary>exp(2 x) - 1 = 2^n (2^f - 1) + (2^n - 1). Close to 0, n is 0, and nothing cancels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector ExpMinusOne(TVector x)
    {
        var (power, f) = Split(TSimd.Clamp(x, TSimd.Create(-Limit / 2), TSimd.Create(Limit / 2)), 2 * Log2E);
        return TSimd.MultiplyAdd(power, TSimd.Multiply(Polynomial(f), f), TSimd.Subtract(power, TSimd.Create(1)));
    }

    /// <summary>2^n and f, where n is the integer closest to the product of x and the factor, and f the rest, at most 1/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (TVector Power, TVector Fraction) Split(TVector x, float factor)
    {
        // A sum with 1.5 * 2^23 is rounded to an integer, which is then in the low bits.
        const float Rounder = 12582912;
        var rounded = TSimd.MultiplyAdd(x, TSimd.Create(factor), TSimd.Create(Rounder));
        return (TSimd.PowerOfTwo(rounded), TSimd.MultiplyAdd(x, TSimd.Create(factor), TSimd.Subtract(TSimd.Create(Rounder), rounded)));
    }

    /// <summary>(2^f - 1) / f, interpolated at the Chebyshev nodes of [-1/2, 1/2]: within 2.3e-8 in relative terms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Polynomial(TVector f)
    {
        var p = TSimd.MultiplyAdd(TSimd.Create(1.5453163e-4f), f, TSimd.Create(1.3390863e-3f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Create(9.618083e-3f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Create(5.550357e-2f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Create(0.2402265f));
        return TSimd.MultiplyAdd(p, f, TSimd.Create(0.6931472f));
    }

    /// <summary>One row: eight sums at a time. Of more than eight, the last ones may be computed twice, and are the same twice.</summary>
    static void ProductOfRow(float* x, int inputs, float* w, GateLayout layout, float* start, float* y)
    {
        var canRepeat = layout.Vectors >= 8 && start != y;
        for (var (vector, width) = (0, 0); vector < layout.Vectors; vector += width)
        {
            var left = layout.Vectors - vector;
            width = left >= 8 || canRepeat ? 8 : left >= 4 ? 4 : 1;
            nint column = Math.Min(vector, layout.Vectors - width) * TSimd.Lanes;
            switch (width)
            {
                case 8:
                    Multiply<Eight>(x, inputs, w + column, layout.Stride, start + column, y + column);
                    break;
                case 4:
                    Multiply<Four>(x, inputs, w + column, layout.Stride, start + column, y + column);
                    break;
                default:
                    Multiply<One>(x, inputs, w + column, layout.Stride, start + column, y + column);
                    break;
            }
        }
    }

    static void Multiply<TWidth>(float* x, nint inputs, float* w, nint stride, float* start, float* y)
        where TWidth : struct, IWidth
    {
        var a = TSimd.Load(start);
        var b = TWidth.Value > 1 ? TSimd.Load(start + TSimd.Lanes) : default;
        var c = TWidth.Value > 2 ? TSimd.Load(start + (2 * TSimd.Lanes)) : default;
        var d = TWidth.Value > 3 ? TSimd.Load(start + (3 * TSimd.Lanes)) : default;
        var e = TWidth.Value > 4 ? TSimd.Load(start + (4 * TSimd.Lanes)) : default;
        var f = TWidth.Value > 4 ? TSimd.Load(start + (5 * TSimd.Lanes)) : default;
        var g = TWidth.Value > 4 ? TSimd.Load(start + (6 * TSimd.Lanes)) : default;
        var h = TWidth.Value > 4 ? TSimd.Load(start + (7 * TSimd.Lanes)) : default;
        for (nint i = 0; i < inputs; i++, w += stride)
        {
            var value = TSimd.Create(x[i]);
            a = TSimd.MultiplyAdd(value, TSimd.Load(w), a);
            if (TWidth.Value > 1)
            {
                b = TSimd.MultiplyAdd(value, TSimd.Load(w + TSimd.Lanes), b);
            }

            if (TWidth.Value > 2)
            {
                c = TSimd.MultiplyAdd(value, TSimd.Load(w + (2 * TSimd.Lanes)), c);
            }

            if (TWidth.Value > 3)
            {
                d = TSimd.MultiplyAdd(value, TSimd.Load(w + (3 * TSimd.Lanes)), d);
            }

            if (TWidth.Value > 4)
            {
                e = TSimd.MultiplyAdd(value, TSimd.Load(w + (4 * TSimd.Lanes)), e);
                f = TSimd.MultiplyAdd(value, TSimd.Load(w + (5 * TSimd.Lanes)), f);
                g = TSimd.MultiplyAdd(value, TSimd.Load(w + (6 * TSimd.Lanes)), g);
                h = TSimd.MultiplyAdd(value, TSimd.Load(w + (7 * TSimd.Lanes)), h);
            }
        }

        TSimd.Store(a, y);
        if (TWidth.Value > 1)
        {
            TSimd.Store(b, y + TSimd.Lanes);
        }

        if (TWidth.Value > 2)
        {
            TSimd.Store(c, y + (2 * TSimd.Lanes));
        }

        if (TWidth.Value > 3)
        {
            TSimd.Store(d, y + (3 * TSimd.Lanes));
        }

        if (TWidth.Value > 4)
        {
            TSimd.Store(e, y + (4 * TSimd.Lanes));
            TSimd.Store(f, y + (5 * TSimd.Lanes));
            TSimd.Store(g, y + (6 * TSimd.Lanes));
            TSimd.Store(h, y + (7 * TSimd.Lanes));
        }
    }

    /// <summary>Four rows: sums a to d of the first row up to m to p of the last, one vector of columns after the other.</summary>
    static void Multiply<TWidth>(in Tile tile)
        where TWidth : struct, IWidth
    {
        float* w = tile.W, x0 = tile.X0, x1 = tile.X1, x2 = tile.X2, x3 = tile.X3;
        var (stride, inputs) = (tile.Stride, tile.Inputs);
        var (a, b, c, d) = Start<TWidth>(tile.Start0);
        var (e, f, g, h) = Start<TWidth>(tile.Start1);
        var (i, j, k, l) = Start<TWidth>(tile.Start2);
        var (m, n, o, p) = Start<TWidth>(tile.Start3);
        for (nint input = 0; input < inputs; input++, w += stride)
        {
            var w0 = TSimd.Load(w);
            var w1 = TWidth.Value > 1 ? TSimd.Load(w + TSimd.Lanes) : default;
            var w2 = TWidth.Value > 2 ? TSimd.Load(w + (2 * TSimd.Lanes)) : default;
            var w3 = TWidth.Value > 3 ? TSimd.Load(w + (3 * TSimd.Lanes)) : default;
            Add<TWidth>(TSimd.Create(x0[input]), w0, w1, w2, w3, ref a, ref b, ref c, ref d);
            Add<TWidth>(TSimd.Create(x1[input]), w0, w1, w2, w3, ref e, ref f, ref g, ref h);
            Add<TWidth>(TSimd.Create(x2[input]), w0, w1, w2, w3, ref i, ref j, ref k, ref l);
            Add<TWidth>(TSimd.Create(x3[input]), w0, w1, w2, w3, ref m, ref n, ref o, ref p);
        }

        Store<TWidth>(tile.Y0, a, b, c, d);
        Store<TWidth>(tile.Y1, e, f, g, h);
        Store<TWidth>(tile.Y2, i, j, k, l);
        Store<TWidth>(tile.Y3, m, n, o, p);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (TVector A, TVector B, TVector C, TVector D) Start<TWidth>(float* start)
        where TWidth : struct, IWidth => (
        TSimd.Load(start),
        TWidth.Value > 1 ? TSimd.Load(start + TSimd.Lanes) : default,
        TWidth.Value > 2 ? TSimd.Load(start + (2 * TSimd.Lanes)) : default,
        TWidth.Value > 3 ? TSimd.Load(start + (3 * TSimd.Lanes)) : default);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Add<TWidth>(
        TVector x, TVector w0, TVector w1, TVector w2, TVector w3, ref TVector a, ref TVector b, ref TVector c, ref TVector d)
        where TWidth : struct, IWidth
    {
        a = TSimd.MultiplyAdd(x, w0, a);
        if (TWidth.Value > 1)
        {
            b = TSimd.MultiplyAdd(x, w1, b);
        }

        if (TWidth.Value > 2)
        {
            c = TSimd.MultiplyAdd(x, w2, c);
        }

        if (TWidth.Value > 3)
        {
            d = TSimd.MultiplyAdd(x, w3, d);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store<TWidth>(float* y, TVector a, TVector b, TVector c, TVector d)
        where TWidth : struct, IWidth
    {
        TSimd.Store(a, y);
        if (TWidth.Value > 1)
        {
            TSimd.Store(b, y + TSimd.Lanes);
        }

        if (TWidth.Value > 2)
        {
            TSimd.Store(c, y + (2 * TSimd.Lanes));
        }

        if (TWidth.Value > 3)
        {
            TSimd.Store(d, y + (3 * TSimd.Lanes));
        }
    }

    /// <summary>Where four rows of a product are. Where fewer are left, the last one stands for those that are not there, and is computed again.</summary>
    readonly struct Tile(
        float** x, int row, int rows, nint inputs, float* w, nint stride, float* start, nint startStride, float* y, nint yStride)
    {
        readonly int _second = Math.Min(row + 1, rows - 1);
        readonly int _third = Math.Min(row + 2, rows - 1);
        readonly int _fourth = Math.Min(row + 3, rows - 1);

        public nint Inputs => inputs;

        public float* W => w;

        public nint Stride => stride;

        public float* X0 => x[row];

        public float* X1 => x[_second];

        public float* X2 => x[_third];

        public float* X3 => x[_fourth];

        public float* Start0 => start + (row * startStride);

        public float* Start1 => start + (_second * startStride);

        public float* Start2 => start + (_third * startStride);

        public float* Start3 => start + (_fourth * startStride);

        public float* Y0 => y + (row * yStride);

        public float* Y1 => y + (_second * yStride);

        public float* Y2 => y + (_third * yStride);

        public float* Y3 => y + (_fourth * yStride);
    }

    interface IWidth
    {
        static abstract int Value { get; }
    }

    readonly struct One : IWidth
    {
        public static int Value => 1;
    }

    readonly struct Two : IWidth
    {
        public static int Value => 2;
    }

    readonly struct Three : IWidth
    {
        public static int Value => 3;
    }

    readonly struct Four : IWidth
    {
        public static int Value => 4;
    }

    readonly struct Eight : IWidth
    {
        public static int Value => 8;
    }
}
