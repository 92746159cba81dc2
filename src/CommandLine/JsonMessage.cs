using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace RnnToolkit.CommandLine;

/// <summary>A message as one line of JSON.</summary>
static class JsonMessage
{
    // The template of a message, which the logging library adds to its values.
    const string Template = "{OriginalFormat}";

    // Log files are not HTML: texts in other scripts stay readable.
    static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Line(DateTimeOffset time, LogLevel level, string name, string message, IEnumerable<KeyValuePair<string, object?>> properties)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, s_options);
        json.WriteStartObject();
        json.WriteString("time", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("level", Name(level));
        json.WriteString("event", JsonNamingPolicy.CamelCase.ConvertName(name));
        json.WriteString("message", message);
        foreach (var (key, value) in properties.Where(property => property.Key != Template))
        {
            json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(key));
            Write(json, value);
        }

        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Warning => "warning",
        LogLevel.Error or LogLevel.Critical => "error",
        _ => "info",
    };

    static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case Percentage percentage:
                Write(json, percentage.Share);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case null or double: // JSON has no infinity
                json.WriteNullValue();
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
