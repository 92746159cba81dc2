using System.Text.Json;
using System.Text.Json.Serialization;

namespace RnnToolkit.Bundle;

/// <summary>A matrix with a row a line, also in indented JSON.</summary>
public sealed class MatrixConverter : JsonConverter<IReadOnlyList<IReadOnlyList<long>>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<long>> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var rows = new List<IReadOnlyList<long>>();
        Require(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Require(ref reader, JsonTokenType.StartArray);
            var row = new List<long>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                Require(ref reader, JsonTokenType.Number);
                row.Add(reader.TryGetInt64(out var cell) ? cell : throw new JsonException());
            }

            rows.Add(row);
        }

        return rows;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<IReadOnlyList<long>> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var row in value)
        {
            // Raw values are not indented by the writer.
            var space = writer.Options.Indented ? writer.Options.NewLine + new string(' ', writer.Options.IndentSize * writer.CurrentDepth) : "";
            writer.WriteRawValue($"{space}[{string.Join(", ", row)}]");
        }

        writer.WriteEndArray();
    }

    static void Require(ref Utf8JsonReader reader, JsonTokenType expected)
    {
        if (reader.TokenType != expected)
        {
            throw new JsonException(); // names the property by itself
        }
    }
}
