using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RnnToolkit.Bundle;

/// <summary>JSON Lines: one object a line, UTF-8, LF at the end of each.</summary>
public static class JsonLinesFile
{
    /// <summary>Writes all items to a new file.</summary>
    public static void Write<T>(string path, IEnumerable<T> items, JsonTypeInfo<T> type)
    {
        using var stream = File.Create(path);
        Write(stream, items, type);
    }

    /// <summary>Writes all items.</summary>
    public static void Write<T>(Stream stream, IEnumerable<T> items, JsonTypeInfo<T> type)
    {
        foreach (var item in items)
        {
            JsonSerializer.Serialize(stream, item, type);
            stream.WriteByte((byte)'\n');
        }
    }
}
