using System.Text;

namespace RnnToolkit.Datasets.Rows;

/// <summary>Streams the rows of one file in any <see cref="RowFormat"/>; memory is bounded by the longest row. Not thread-safe.</summary>
public sealed class TextRowReader : IDisposable
{
    /// <summary>The longest row that is read, in bytes; a longer one is a bad row.</summary>
    public const int MaxRowBytes = 64 << 20;

    readonly IDisposable _source;
    readonly RecordScanner _scanner;
    readonly RecordParser _parser;
    long _rows;

    /// <summary>Opens a file; one that ends in <c>.gz</c> is decompressed.</summary>
    /// <exception cref="DatasetException">It is missing, empty, in another encoding, or lacks a column.</exception>
    public TextRowReader(string path, RowFormat format, DatasetOptions options)
        : this(InputFile.Open(path), path, format, options)
    {
    }

    TextRowReader(InputFile file, string path, RowFormat format, DatasetOptions options)
        : this(file.Content, file, path, format, options, MaxRowBytes)
    {
    }

    /// <summary>Reads from a stream, which is disposed with the reader.</summary>
    /// <param name="stream">Positioned at its start; need not be seekable.</param>
    /// <param name="path">The name that errors carry.</param>
    /// <param name="format">How the rows are written.</param>
    /// <param name="options">Which columns are read.</param>
    /// <param name="maxRowBytes">The longest row that is read; a longer one is a bad row.</param>
    /// <exception cref="DatasetException">It is empty, in another encoding, or lacks a column.</exception>
    public TextRowReader(Stream stream, string path, RowFormat format, DatasetOptions options, int maxRowBytes = MaxRowBytes)
        : this(stream, stream, path, format, options, maxRowBytes)
    {
    }

    /// <summary>Reads from <paramref name="stream"/> and owns <paramref name="source"/>, which the stream is a part of.</summary>
    TextRowReader(Stream stream, IDisposable source, string path, RowFormat format, DatasetOptions options, int maxRowBytes)
    {
        (_source, Path, Format) = (source, path, format);
        try
        {
            _scanner = new RecordScanner(stream, maxRowBytes);
            Encoding = Guarded(() => FileEncodings.OfByteOrderMark(_scanner.PeekHead())) ?? options.Encoding;
            if (Encoding != FileEncoding.Utf8)
            {
                _scanner = new RecordScanner(FileEncodings.ToUtf8(_scanner.Detach(), Encoding, _scanner.PeekHead()), maxRowBytes);
            }

            Guarded(() =>
            {
                _scanner.SkipByteOrderMark();
                return true;
            });
            if (format is RowFormat.Csv or RowFormat.Tsv)
            {
                var delimiter = Guarded(() => Delimiters.Choose(_scanner.PeekLine(), format, options));
                _scanner.Delimiter = options.Quoting == Quoting.Rfc4180 ? delimiter : null;
                var splitter = new FieldSplitter(delimiter, options.Quoting);
                Columns = TextColumns.Find(path, ReadNames(splitter, options.HasHeader), options);
                _parser = new TableRecordParser(splitter, Columns, options);
            }
            else
            {
                _parser = format == RowFormat.JsonLines ? new JsonRecordParser(options) : new LineRecordParser();
            }
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>The name that errors carry.</summary>
    public string Path { get; }

    /// <summary>How the rows are written.</summary>
    public RowFormat Format { get; }

    /// <summary>
    /// How characters are stored. Where it is not UTF-8, the offsets of rows count bytes of the text as UTF-8, and reading ends with an error at
    /// bytes that are not text.
    /// </summary>
    public FileEncoding Encoding { get; }

    /// <summary>Names of the columns of a table, or their numbers where it has no header; null in other formats.</summary>
    public IReadOnlyList<string>? ColumnNames => Columns?.Names;

    /// <summary>Whether rows can have labels: false for text lines, and for a table without the label column.</summary>
    public bool HasLabels => Format switch
    {
        RowFormat.Lines => false,
        RowFormat.JsonLines => true,
        _ => Columns!.Label is not null,
    };

    /// <summary>The place after the last row that was read, from which <see cref="MoveTo"/> continues.</summary>
    public RowPosition Position => new(_scanner.EndOffset, _rows, _scanner.LinesAfter);

    TextColumns? Columns { get; }

    /// <summary>Moves to a later place that <see cref="Position"/> gave.</summary>
    /// <exception cref="DatasetException">The input ends before that place.</exception>
    public void MoveTo(RowPosition position)
    {
        if (!Guarded(() => _scanner.MoveTo(position)))
        {
            throw new DatasetException(Path, null, "its end", Invariant($"byte {position.Offset}, where an earlier process stopped"));
        }

        _rows = position.Rows;
    }

    /// <summary>
    /// Moves to the first place at or after <paramref name="offset"/> that has a multiple of <paramref name="rowMultiple"/> rows before it, or to
    /// the end. Nothing is decoded, and row boundaries are exact, also inside quotes: all readers of one file find the same place.
    /// </summary>
    public void SkipTo(long offset, int rowMultiple = 1, CancellationToken cancellationToken = default) => Guarded(() =>
    {
        // Only places directly after a row count; otherwise two readers could disagree about empty lines.
        var isRowEnd = true;
        while (!(isRowEnd && _scanner.EndOffset >= offset && _rows % rowMultiple == 0) && _scanner.TryRead(out var record))
        {
            cancellationToken.ThrowIfCancellationRequested();
            isRowEnd = _scanner.Overflowed || !_parser.IsBlank(record);
            _rows += isRowEnd ? 1 : 0;
        }

        return true;
    });

    /// <summary>Reads the next row, good or bad; null at the end.</summary>
    /// <exception cref="DatasetException">Compressed data is damaged or cut short.</exception>
    public TextRow? Read() => Guarded(ReadNext);

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    TextRow? ReadNext()
    {
        while (_scanner.TryRead(out var record))
        {
            if (!_scanner.Overflowed && _parser.IsBlank(record))
            {
                continue;
            }

            _rows++;
            var row = new TextRow { Number = _rows, Line = _scanner.LinesBefore + 1, Offset = _scanner.Offset, EndOffset = _scanner.EndOffset };
            return _scanner.Overflowed
                ? row with { Fault = _parser.Fault(row, 0, null, $"a row of {row.EndOffset - row.Offset} bytes{UnclosedHint()}", "a shorter one") }
                : _parser.Parse(record, row);
        }

        return null;
    }

    string UnclosedHint() => _scanner.EndedInQuotes ? " that ends inside quotes" : "";

    List<string> ReadNames(FieldSplitter splitter, bool hasHeader)
    {
        return Guarded(Names);

        List<string> Names()
        {
            var (start, where) = (Position, hasHeader ? "header" : "first row");
            if (!_scanner.TryRead(out var record))
            {
                throw new DatasetException(Path, null, "an empty file", hasHeader ? "a header with the names of the columns" : "rows");
            }

            if (_scanner.Overflowed || StrictUtf8.FirstInvalid(record) >= 0)
            {
                throw new DatasetException(Path, where, "bytes that are not UTF-8 text", hasHeader ? "names of columns" : "columns");
            }

            if (splitter.Split(record) is { } malformation)
            {
                throw new DatasetException(Path, where, malformation.Found, malformation.Expected);
            }

            var names = splitter.Names(record, hasHeader);
            if (!hasHeader)
            {
                _scanner.MoveTo(start);
            }

            return names;
        }
    }

    /// <summary>Turns what decompressor and decoder throw into one line for the user.</summary>
    T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException exception)
        {
            throw new DatasetException(
                Path, _rows == 0 ? null : $"after row {_rows}", "damaged or truncated gzip data", "complete data", exception);
        }
        catch (DecoderFallbackException exception)
        {
            throw new DatasetException(
                Path, _rows == 0 ? null : $"after row {_rows}", $"bytes that are not {FileEncodings.NameOf(Encoding)}", $"text in {FileEncodings.NameOf(Encoding)}", exception);
        }
    }
}
