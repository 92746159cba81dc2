using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RnnToolkit.DataCheck;

/// <summary>The JSON form of a report; docs/data-check.md describes it.</summary>
public static class DataReportJson
{
    // Readable in any script: the file is JSON, not part of a page.
    static readonly DataReportContext s_context = new(new JsonSerializerOptions(DataReportContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes a report, with a line feed at the end.</summary>
    public static void Write(Stream stream, DataReport report)
    {
        ArgumentNullException.ThrowIfNull(stream);
        JsonSerializer.Serialize(stream, report, s_context.DataReport);
        stream.WriteByte((byte)'\n');
    }
}

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IndentSize = 2,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(DataReport))]
sealed partial class DataReportContext : JsonSerializerContext;
