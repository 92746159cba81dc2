using System.Globalization;
using System.Text.Json;

namespace RnnToolkit.Datasets.Rows;

/// <summary>A JSON object per line: <c>{"id": ..., "text": "...", "label": 0}</c>. Columns may be nested, as <see cref="JsonColumn"/> says.</summary>
sealed class JsonRecordParser(DatasetOptions options) : RecordParser
{
    const int ManyNames = 1000;

    readonly JsonColumn _text = new(options.TextColumn);
    readonly JsonColumn _label = new(options.LabelColumn);
    readonly JsonColumn _id = new(options.IdColumn);
    readonly JsonColumn[] _others = [.. options.OtherColumns.Select(name => new JsonColumn(name))];
    readonly List<string> _names = [];
    HashSet<(string Path, int Depth)> _seen = []; // the same names, for fast lookup: a row of 16 MiB may have millions

    public override bool IsBlank(ReadOnlySpan<byte> record) => record.Trim(" \t\r"u8).IsEmpty;

    protected override TextRow ParseText(ReadOnlySpan<byte> record, TextRow row)
    {
        try
        {
            return ParseObject(record, row);
        }
        catch (JsonException exception)
        {
            var position = (int)(exception.BytePositionInLine ?? 0);
            return row with { Fault = Fault(row, position, $"byte {position + 1}", "invalid JSON", "one JSON object per line") };
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair: valid JSON, but not text.
            return row with { Fault = Fault(row, 0, null, "an unpaired surrogate", "text that UTF-8 can hold") };
        }
    }

    protected override string Place(TextRow row) => $"line {row.Line}";

    TextRow ParseObject(ReadOnlySpan<byte> record, TextRow row)
    {
        var reader = new Utf8JsonReader(record, new JsonReaderOptions { AllowMultipleValues = false });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return row with { Fault = Fault(row, 0, null, Kind(reader.TokenType), "a JSON object") };
        }

        Forget();
        var fault = ReadProperties(record, ref reader, row, parent: null, depth: 0);
        reader.Read(); // throws on anything after the object
        row = row with { Id = _id.Value ?? row.Number.ToString(CultureInfo.InvariantCulture) };
        fault ??= _text.Fault ?? _id.Fault ?? (_text.IsFound ? null : Missing(row, options.TextColumn, ColumnHints.ForText(options)));
        return fault is not null ? row with { Fault = fault }
            : _label.Fault is not null ? WithText(row) with { Fault = _label.Fault }
            : WithLabel(WithText(row), _label.Value);
    }

    /// <summary>Reads the properties of an object, and of the objects in it that a column lies in.</summary>
    /// <returns>A property that comes twice.</returns>
    RowFault? ReadProperties(ReadOnlySpan<byte> record, ref Utf8JsonReader reader, TextRow row, string? parent, int depth)
    {
        RowFault? fault = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var path = JsonColumn.PathOf(parent, reader.GetString()!);
            reader.Read();
            var position = (int)reader.TokenStartIndex;
            if (!_seen.Add((path, depth)))
            {
                fault ??= Fault(row, position, null, $"{path} twice", "each property once");
            }

            _names.Add(path);
            foreach (var other in _others)
            {
                if (path == other.Name)
                {
                    other.Take(AsText(record, reader), depth, fault: null);
                }
            }

            if (path == _text.Name)
            {
                var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                _text.Take(text, depth, text is null ? Fault(row, position, path, Kind(reader.TokenType), "a string") : null);
            }
            else if (path == _label.Name)
            {
                var label = LabelOf(record, ref reader);
                var isMissing = label is null && (options.RequireLabels || reader.TokenType != JsonTokenType.Null);
                _label.Take(
                    label, depth, isMissing ? Fault(row, position, path, Kind(reader.TokenType), options.AcceptedLabels.Expected, RowFaultKind.BadLabel) : null);
            }
            else if (path == _id.Name)
            {
                var id = Scalar(record, ref reader);
                _id.Take(id, depth, id is null ? Fault(row, position, path, Kind(reader.TokenType), "a string or a number") : null);
            }
            else if (reader.TokenType == JsonTokenType.StartObject && (_text.IsBelow(path) || _label.IsBelow(path) || _id.IsBelow(path) || _others.Any(other => other.IsBelow(path))))
            {
                var inner = ReadProperties(record, ref reader, row, path, depth + 1);
                fault ??= inner;
            }

            reader.Skip();
        }

        return fault;
    }

    TextRow WithText(TextRow row) =>
        row with { Text = _text.Value, Others = _others.Length == 0 ? [] : Array.ConvertAll(_others, column => column.Value) };

    TextRow WithLabel(TextRow row, string? label)
    {
        if (options.LabelColumn is not { } column)
        {
            return row;
        }

        if (label is null)
        {
            return options.RequireLabels ? row with { Text = null, Fault = Missing(row, column, ColumnHints.ForLabel(options)) } : row;
        }

        var trimmed = label.Trim();
        if (trimmed.Length == 0 && !options.RequireLabels)
        {
            return row;
        }

        return options.AcceptedLabels.Contains(trimmed)
            ? row with { Label = trimmed }
            : row with { Fault = Fault(row, 0, column, $"\"{label}\"", options.AcceptedLabels.Expected, RowFaultKind.BadLabel) };
    }

    void Forget()
    {
        _text.Clear();
        _label.Clear();
        _id.Clear();
        Array.ForEach(_others, other => other.Clear());
        _names.Clear();
        if (_seen.Count > ManyNames)
        {
            _seen = []; // Clear takes time proportional to the largest size that it ever had
            return;
        }

        _seen.Clear();
    }

    RowFault Missing(TextRow row, string name, string hint) => Fault(
        row, 0, null, _names.Count == 0 ? "an object without properties" : $"properties {string.Join(", ", _names)}", $"a property {name}{hint}");

    /// <summary>Text as it is, null as null, everything else as JSON.</summary>
    static string? AsText(ReadOnlySpan<byte> record, Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Null)
        {
            return reader.GetString();
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip(); // of this copy
        return StrictUtf8.Text(record[start..(int)reader.BytesConsumed]);
    }

    static string? LabelOf(ReadOnlySpan<byte> record, ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => Scalar(record, ref reader),
    };

    static string? Scalar(ReadOnlySpan<byte> record, ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => StrictUtf8.Text(record[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]),
        _ => null,
    };

    static string Kind(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };
}
