using System.Runtime.InteropServices;
using RnnToolkit.Bundle;

namespace RnnToolkit.Inference.Internals;

/// <summary>The weights of a graph by the names and in the shapes that the exporter gives them; anything else is refused.</summary>
sealed class BundleTables(OnnxGraphFile file, WeightPrecision precision)
{
    // As the exporter quantizes: a scale for 64 values, or for a row that is longer.
    const int ValuesPerScale = 64;

    /// <summary>How many rows of a table with narrow rows share a scale.</summary>
    public static int RowsPerScale(int rowLength) => Math.Max(1, ValuesPerScale / rowLength);

    /// <summary>Whether the roots of <see cref="ParameterNames.WideNorm"/> are stored in place of its values.</summary>
    public bool HasRoots => precision is WeightPrecision.Int8 or WeightPrecision.Int8All;

    /// <summary>A constant in float32.</summary>
    public float[] Floats(string name, params long[] shape) => Constant(name, OnnxType.Float32, shape).Values<float>();

    /// <summary>A matrix of a recurrent layer [D, rows, columns], which int8-all stores small.</summary>
    public float[] Matrix(string name, params long[] shape)
    {
        if (precision is not WeightPrecision.Int8All)
        {
            return Floats(name, shape);
        }

        var quantized = Constant($"{name}.int8", OnnxType.Int8, shape).Data.Span;
        var scales = Constant($"{name}.scale", OnnxType.Float16, [shape[0], shape[1], 1]).Values<Half>();
        var values = new float[quantized.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (sbyte)quantized[i] * (float)scales[i / (int)shape[2]];
        }

        return values;
    }

    /// <summary>A table whose rows are looked up.</summary>
    /// <param name="table">The name of its values.</param>
    /// <param name="name">The prefix of the names that belong to it.</param>
    /// <param name="rowsPerScale">In int8, how many rows share a scale.</param>
    /// <param name="shape">The rows, and the length of a row if it is not one number.</param>
    public LookUpTable Table(string table, string name, int rowsPerScale, params long[] shape)
    {
        var rowLength = shape.Length > 1 ? (int)shape[1] : 1;
        switch (precision)
        {
            case WeightPrecision.Fp32:
                return new LookUpTable(Constant(table, OnnxType.Float32, shape), rowLength, rowsPerScale, []);
            case WeightPrecision.Fp16:
                return new LookUpTable(Constant(table, OnnxType.Float16, shape), rowLength, rowsPerScale, []);
            default:
                var count = (shape[0] + rowsPerScale - 1) / rowsPerScale;
                long[] scaleShape = shape.Length > 1 ? [count, 1] : [count];
                var scales = Constant($"{name}.scale", OnnxType.Float16, scaleShape).Values<Half>();
                return new LookUpTable(Constant(table, OnnxType.Int8, shape), rowLength, rowsPerScale, Array.ConvertAll(scales, scale => (float)scale));
        }
    }

    OnnxConstant Constant(string name, OnnxType type, long[] shape)
    {
        var constant = file.Constants.GetValueOrDefault(name) ?? throw new FormatException($"no constant {name}");
        return constant.Type == type && constant.Shape.AsSpan().SequenceEqual(shape)
            ? constant
            : throw new FormatException(
                $"the constant {name} as {constant.Type} [{string.Join(", ", constant.Shape)}] instead of {type} [{string.Join(", ", shape)}]");
    }
}

/// <summary>A table of the graph. Its values stay in the bytes of the file; rows become float32 when they are read.</summary>
/// <param name="values">The values.</param>
/// <param name="rowLength">Numbers of a row.</param>
/// <param name="rowsPerScale">In int8, how many rows share a scale.</param>
/// <param name="scales">In int8, the scales.</param>
sealed class LookUpTable(OnnxConstant values, int rowLength, int rowsPerScale, float[] scales)
{
    /// <summary>Rows.</summary>
    public long Rows => values.Shape[0];

    /// <summary>Writes a row in float32.</summary>
    public void Read(int row, Span<float> to)
    {
        var size = values.Type switch { OnnxType.Float32 => sizeof(float), OnnxType.Float16 => sizeof(ushort), _ => sizeof(sbyte) };
        var bytes = values.Data.Span.Slice(row * rowLength * size, rowLength * size);
        switch (values.Type)
        {
            case OnnxType.Float32:
                bytes.CopyTo(MemoryMarshal.AsBytes(to));
                break;
            case OnnxType.Float16:
                for (var i = 0; i < rowLength; i++)
                {
                    to[i] = (float)BitConverter.ToHalf(bytes[(i * size)..]);
                }

                break;
            default:
                var scale = scales[row / rowsPerScale];
                for (var i = 0; i < rowLength; i++)
                {
                    to[i] = (sbyte)bytes[i] * scale;
                }

                break;
        }
    }
}
