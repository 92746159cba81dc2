using System.Globalization;
using System.Text.Json;

namespace RnnToolkit.Datasets.Rows;

/// <summary>A JSON object per line: <c>{"id": ..., "text": "...", "label": 0}</c>.</summary>
sealed class JsonRecordParser(DatasetOptions options) : RecordParser
{
    const int ManyNames = 1000;

    readonly List<string> _names = [];
    HashSet<string> _seen = new(StringComparer.Ordinal); // the same names, for fast lookup: a row of 16 MiB may have millions

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
        (string? text, string? label, string? id, RowFault? fault, RowFault? labelFault) = (null, null, null, null, null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!_seen.Add(name))
            {
                fault ??= Fault(row, (int)reader.TokenStartIndex, null, $"{name} twice", "each property once");
            }

            _names.Add(name);
            var position = (int)reader.TokenStartIndex;
            if (name == options.TextColumn)
            {
                text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                fault ??= text is null ? Fault(row, position, name, Kind(reader.TokenType), "a string") : null;
            }
            else if (name == options.LabelColumn)
            {
                label = LabelOf(record, ref reader);
                labelFault = label is null && (options.RequireLabels || reader.TokenType != JsonTokenType.Null)
                    ? Fault(row, position, name, Kind(reader.TokenType), options.AcceptedLabels.Expected, RowFaultKind.BadLabel)
                    : null;
            }
            else if (name == options.IdColumn)
            {
                id = Scalar(record, ref reader);
                fault ??= id is null ? Fault(row, position, name, Kind(reader.TokenType), "a string or a number") : null;
            }

            reader.Skip();
        }

        reader.Read(); // throws on anything after the object
        row = row with { Id = id ?? row.Number.ToString(CultureInfo.InvariantCulture) };
        fault ??= text is null ? Missing(row, options.TextColumn) : null;
        return fault is not null ? row with { Fault = fault }
            : labelFault is not null ? row with { Text = text, Fault = labelFault }
            : WithLabel(row with { Text = text }, label);
    }

    TextRow WithLabel(TextRow row, string? label)
    {
        if (options.LabelColumn is not { } column)
        {
            return row;
        }

        if (label is null)
        {
            return options.RequireLabels ? row with { Text = null, Fault = Missing(row, column) } : row;
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
        _names.Clear();
        if (_seen.Count > ManyNames)
        {
            _seen = new(StringComparer.Ordinal); // Clear takes time proportional to the largest size that it ever had
            return;
        }

        _seen.Clear();
    }

    RowFault Missing(TextRow row, string name) =>
        Fault(row, 0, null, _names.Count == 0 ? "an object without properties" : $"properties {string.Join(", ", _names)}", $"a property {name}");

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
