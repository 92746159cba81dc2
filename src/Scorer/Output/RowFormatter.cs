using System.Buffers;
using System.Diagnostics;
using RnnToolkit.Scorer.Options;

namespace RnnToolkit.Scorer.Output;

/// <summary>
/// Writes output rows as UTF-8. A probability is written with the fewest digits that read back as the same float32, in the invariant culture.
/// Thread-safe.
/// </summary>
abstract class RowFormatter
{
    public static RowFormatter For(OutputFormat format, OutputColumns columns) => format switch
    {
        OutputFormat.Csv => new DelimitedRowFormatter((byte)',', columns),
        OutputFormat.Tsv => new DelimitedRowFormatter((byte)'\t', columns),
        OutputFormat.JsonLines => new JsonRowFormatter(columns),
        _ => throw new UnreachableException(),
    };

    /// <summary>The bytes before the first row; may be empty.</summary>
    public abstract ReadOnlySpan<byte> Header { get; }

    /// <summary>Appends a row and its line end.</summary>
    public abstract void Write(IBufferWriter<byte> output, ScoredRow row);
}
