namespace RnnToolkit.Kernels.Tests;

/// <summary>Vectors of every width against single numbers, bit by bit, and single numbers against float64.</summary>
public sealed unsafe class VectorKernelsTests
{
    // Sums of up to 300 products of numbers below 1, and three activations: a few units in the last place of each.
    const double Tolerance = 2e-5;

    static readonly float[] s_special =
    [
        0, -0f, float.Epsilon, -float.Epsilon, 1e-40f, 1e-30f, -1e-30f, 1e-7f, 0.1f, -0.5f, 1, -1, 3, 12.5f, -12.5f, 25, -25, 88, -88, 104, -104, 1e30f, -1e30f,
        float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
    ];

    public static TheoryData<int> Sizes => [1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33, 50, 63, 64, 65, 100, 128, 150, 255, 299, 300];

    /// <summary>The widths that this processor has, and the reference as the last one.</summary>
    static IEnumerable<VectorKernels> All => VectorKernels.Supported;

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Steps_AnySize_AreThoseOfTheReferenceAndOfFloat64(int hidden)
    {
        foreach (var cell in new[] { "RNN", "LSTM", "GRU" })
        {
            foreach (var rows in new[] { 1, 2, 7 })
            {
                var (expected, exact) = (Run(VectorKernels.Reference, cell, hidden, rows, steps: 3), Exact(cell, hidden, rows, steps: 3));
                Assert.All(expected.Zip(exact), pair => Assert.Equal(pair.Second, pair.First, Tolerance));
                foreach (var kernels in All)
                {
                    AssertSameBits(expected, Run(kernels, cell, hidden, rows, steps: 3));
                }
            }
        }
    }

    [Theory]
    [InlineData("RNN")]
    [InlineData("LSTM")]
    [InlineData("GRU")]
    public void Steps_ARowAlone_HasTheBitsThatItHasAmongOthers(string cell)
    {
        foreach (var kernels in All)
        {
            foreach (var hidden in new[] { 1, 13, 50, 130 })
            {
                var together = Run(kernels, cell, hidden, rows: 7, steps: 4);
                for (var row = 0; row < 7; row++)
                {
                    AssertSameBits(together[(row * hidden)..((row + 1) * hidden)], Run(kernels, cell, hidden, rows: 1, steps: 4, firstRow: row));
                }
            }
        }
    }

    [Fact]
    public void Activations_SpecialValues_AreThoseOfTheReference()
    {
        var count = (s_special.Length + 15) / 16 * 16;
        var x = new AlignedBuffer(count);
        s_special.CopyTo(x.Span);
        foreach (var kernels in All)
        {
            var (tanh, sigmoid, expected) = (new AlignedBuffer(count), new AlignedBuffer(count), new AlignedBuffer(count));
            kernels.Tanh(x.Start, tanh.Start, count);
            kernels.Sigmoid(x.Start, sigmoid.Start, count);
            VectorKernels.Reference.Tanh(x.Start, expected.Start, count);
            AssertSameBits(expected.Span.ToArray(), tanh.Span.ToArray());
            VectorKernels.Reference.Sigmoid(x.Start, expected.Start, count);
            AssertSameBits(expected.Span.ToArray(), sigmoid.Span.ToArray());
            for (var i = 0; i < s_special.Length; i++)
            {
                Assert.Equal(Math.Tanh(s_special[i]), tanh.Span[i], VectorKernels.ActivationError);
                Assert.Equal(1 / (1 + Math.Exp(-(double)s_special[i])), sigmoid.Span[i], VectorKernels.ActivationError);
            }
        }
    }

    [Fact]
    public void Activations_EveryMagnitude_AreWithinTheirError()
    {
        const int Count = 1 << 16;
        var (x, y) = (new AlignedBuffer(Count), new AlignedBuffer(Count));
        var (largest, largestRelative, largestSigmoid) = (0.0, 0.0, 0.0);
        for (var part = 0; part < 32; part++)
        {
            for (var i = 0; i < Count; i++)
            {
                // Every 1024th float32 of both signs up to 64.
                var bits = (uint)(((part * Count) + i) * 517L % 0x42800000);
                x.Span[i] = BitConverter.UInt32BitsToSingle(bits | ((uint)i << 31));
            }

            VectorKernels.Best.Tanh(x.Start, y.Start, Count);
            for (var i = 0; i < Count; i++)
            {
                var exact = Math.Tanh(x.Span[i]);
                largest = Math.Max(largest, Math.Abs(y.Span[i] - exact));
                largestRelative = Math.Max(largestRelative, Math.Abs(x.Span[i]) < 1e-37 ? 0 : Math.Abs((y.Span[i] / exact) - 1));
            }

            VectorKernels.Best.Sigmoid(x.Start, y.Start, Count);
            for (var i = 0; i < Count; i++)
            {
                largestSigmoid = Math.Max(largestSigmoid, Math.Abs(y.Span[i] - (1 / (1 + Math.Exp(-(double)x.Span[i])))));
            }
        }

        Assert.InRange(largest, 0, VectorKernels.ActivationError);
        Assert.InRange(largestRelative, 0, 2 * VectorKernels.ActivationError);
        Assert.InRange(largestSigmoid, 0, VectorKernels.ActivationError);
    }

    [Fact]
    public void Product_OntoItsOwnStart_AddsOnce()
    {
        const int MostRows = 6;
        var pointers = stackalloc float*[MostRows];
        foreach (var kernels in All)
        {
            foreach (var (rows, units) in new[] { (1, 300), (1, 60), (3, 300), (MostRows, 9) })
            {
                var layout = new GateLayout(1, units, kernels.Lanes);
                var (w, x) = (layout.PackMatrix(Numbers(units * 2, seed: 3), inputs: 2), new AlignedBuffer(rows * 2));
                var y = new AlignedBuffer((rows * layout.Columns) + kernels.Lanes);
                y.Span.Fill(5);
                x.Span.Fill(1);
                for (var row = 0; row < rows; row++)
                {
                    pointers[row] = x.Start + (row * 2);
                }

                kernels.Product(pointers, rows, 2, w.Start, layout, y.Start, layout.Columns, y.Start, layout.Columns);

                var matrix = Numbers(units * 2, seed: 3);
                for (var i = 0; i < rows * units; i++)
                {
                    var (row, unit) = Math.DivRem(i, units);
                    Assert.Equal(5 + matrix[2 * unit] + (double)matrix[(2 * unit) + 1], y.Span[(row * layout.Columns) + layout.Column(0, unit)], 1e-6);
                }
            }
        }
    }

    [Fact]
    public void Supported_EndsWithTheReference() => Assert.Same(VectorKernels.Reference, VectorKernels.Supported[^1]);

    static float[] Run(VectorKernels kernels, string cell, int hidden, int rows, int steps, int firstRow = 0)
    {
        var gates = Gates(cell);
        var layout = new GateLayout(gates, hidden, kernels.Lanes);
        var (w, bias) = (layout.PackMatrix(Weights(gates, hidden), hidden), layout.PackVector(Numbers(gates * hidden, seed: 2)));
        var (h, c) = (new AlignedBuffer(rows * layout.UnitStride), new AlignedBuffer(rows * layout.UnitStride));
        var sums = new AlignedBuffer((rows * layout.Columns) + kernels.Lanes);
        float** states = stackalloc float*[rows], inputs = stackalloc float*[rows];
        for (var row = 0; row < rows; row++)
        {
            states[row] = h.Start + (row * layout.UnitStride);
        }

        for (var step = 0; step < steps; step++)
        {
            var packed = new AlignedBuffer[rows];
            for (var row = 0; row < rows; row++)
            {
                packed[row] = layout.PackVector(Input(gates, hidden, firstRow + row, step));
                inputs[row] = packed[row].Start;
            }

            kernels.Product(states, rows, hidden, w.Start, layout, bias.Start, 0, sums.Start, layout.Columns);
            switch (cell)
            {
                case "LSTM":
                    kernels.LstmStep(layout, inputs, sums.Start, states, states, c.Start, rows);
                    break;
                case "GRU":
                    kernels.GruStep(layout, inputs, sums.Start, states, states, c.Start, rows);
                    break;
                default:
                    kernels.RnnStep(layout, inputs, sums.Start, states, states, c.Start, rows);
                    break;
            }

            GC.KeepAlive(packed);
        }

        return [.. Enumerable.Range(0, rows).SelectMany(row => h.Span.Slice(row * layout.UnitStride, hidden).ToArray())];
    }

    /// <summary>The equations in PyTorch's documentation, in float64.</summary>
    static double[] Exact(string cell, int hidden, int rows, int steps)
    {
        var gates = Gates(cell);
        var (w, bias) = (Weights(gates, hidden), Numbers(gates * hidden, seed: 2));
        var states = new List<double>();
        for (var row = 0; row < rows; row++)
        {
            var (h, c) = (new double[hidden], new double[hidden]);
            for (var step = 0; step < steps; step++)
            {
                var x = Input(gates, hidden, row, step);
                var fromHidden = new double[gates * hidden];
                for (var i = 0; i < fromHidden.Length; i++)
                {
                    fromHidden[i] = bias[i];
                    for (var k = 0; k < hidden; k++)
                    {
                        fromHidden[i] += (double)w[(i * hidden) + k] * h[k];
                    }
                }

                for (var unit = 0; unit < hidden; unit++)
                {
                    double Sum(int gate) => x[(gate * hidden) + unit] + fromHidden[(gate * hidden) + unit];
                    switch (cell)
                    {
                        case "LSTM":
                            c[unit] = (Sigmoid(Sum(1)) * c[unit]) + (Sigmoid(Sum(0)) * Math.Tanh(Sum(2)));
                            h[unit] = Sigmoid(Sum(3)) * Math.Tanh(c[unit]);
                            break;
                        case "GRU":
                            var n = Math.Tanh(x[(2 * hidden) + unit] + (Sigmoid(Sum(0)) * fromHidden[(2 * hidden) + unit]));
                            h[unit] = ((1 - Sigmoid(Sum(1))) * n) + (Sigmoid(Sum(1)) * h[unit]);
                            break;
                        default:
                            h[unit] = Math.Tanh(Sum(0));
                            break;
                    }
                }
            }

            states.AddRange(h);
        }

        return [.. states];
    }

    static int Gates(string cell) => cell switch { "LSTM" => 4, "GRU" => 3, _ => 1 };

    // Small enough that a vanilla RNN does not magnify rounding.
    static float[] Weights(int gates, int hidden) => Array.ConvertAll(Numbers(gates * hidden * hidden, seed: 1), value => value / MathF.Sqrt(hidden));

    static float[] Input(int gates, int hidden, int row, int step) => Array.ConvertAll(Numbers(gates * hidden, seed: (100 * row) + step + 10), value => 4 * value);

    static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        var numbers = new float[count];
        foreach (ref var number in numbers.AsSpan())
        {
            number = random.Next(50) == 0 ? 1e-41f : (random.NextSingle() * 2) - 1; // some denormal
        }

        return numbers;
    }

    static void AssertSameBits(float[] expected, float[] actual) =>
        Assert.Equal(Array.ConvertAll(expected, Bits), Array.ConvertAll(actual, Bits));

    // A NaN is a NaN: its payload is nobody's contract.
    static uint Bits(float value) => float.IsNaN(value) ? uint.MaxValue : BitConverter.SingleToUInt32Bits(value);

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
