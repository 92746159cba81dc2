using RnnToolkit.Bundle;
using RnnToolkit.Datasets;
using RnnToolkit.Datasets.Rows;
using RnnToolkit.Scorer.Options;

namespace RnnToolkit.Scorer;

/// <summary>The rows to score, from a file or from standard input.</summary>
sealed class ScoreInput : IDisposable
{
    // The longest row that is scored. A model reads the first hundred tokens or so: a longer row is not text but a damaged file.
    const int MaxRowBytes = 16 << 20;

    readonly InputFile? _file;

    ScoreInput(InputFile? file, TextRowReader rows) => (_file, Rows) = (file, rows);

    public TextRowReader Rows { get; }

    /// <summary>The name in error messages.</summary>
    public string Name => Rows.Path;

    /// <summary>Bytes of the file; 0 for standard input.</summary>
    public long Length => _file?.StoredLength ?? 0;

    /// <summary>Share of the bytes up to <paramref name="end"/>, or to the end of the file, that were read, 0 to 1; null for standard input.</summary>
    public double? ShareOf(long? end) => _file is { StoredLength: > 0 } file ? Math.Min(1, (double)file.StoredPosition / (end ?? file.StoredLength)) : null;

    /// <exception cref="DatasetException">It is missing, empty, in another encoding, or lacks a column.</exception>
    public static ScoreInput Open(ScoreOptions options, LabelSet labels, StandardStreams streams, CancellationToken cancellationToken)
    {
        var columns = options.Columns with { AcceptedLabels = new AcceptedLabels(label => labels.IndexOf(label) is not null, labels.Expected) };
        if (options.ReadsStandardInput)
        {
            var standardInput = new CancellableInput(streams.OpenInput(), cancellationToken);
            return new ScoreInput(null, Named(new TextRowReader(standardInput, "standard input", options.Format, columns, MaxRowBytes), options));
        }

        var file = InputFile.Open(options.Input);
        try
        {
            if (file.StoredLength == 0)
            {
                throw new DatasetException(options.Input, null, "an empty file", "texts to score");
            }

            return new ScoreInput(file, Named(new TextRowReader(file.Content, options.Input, options.Format, columns, MaxRowBytes), options));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Rows.Dispose();
        _file?.Dispose();
    }

    /// <summary>Rejects a header that lacks a column named by the user, and shards of text that is not UTF-8.</summary>
    static TextRowReader Named(TextRowReader rows, ScoreOptions options)
    {
        if (options.Shard is not null && rows.Encoding != FileEncoding.Utf8)
        {
            rows.Dispose();
            throw new DatasetException(rows.Path, null, $"text in {FileEncodings.NameOf(rows.Encoding)}", "UTF-8 for --shard, which divides the bytes of the file");
        }

        var missing = rows.ColumnNames is { } names ? options.NamedColumns.FirstOrDefault(column => !names.Contains(column)) : null;
        if (missing is null)
        {
            return rows;
        }

        rows.Dispose();
        throw new DatasetException(rows.Path, "header", $"columns {string.Join(", ", rows.ColumnNames!)}", $"a column {missing}");
    }
}
