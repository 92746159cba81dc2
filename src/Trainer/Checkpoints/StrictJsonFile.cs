using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using RnnToolkit.Bundle;

namespace RnnToolkit.Trainer.Checkpoints;

/// <summary>Reads the trainer's own JSON files. They are written whole, so a field that is missing is an error like any other.</summary>
static class StrictJsonFile
{
    const int MaxBytes = 16 << 20;

    /// <summary>Reads a file.</summary>
    /// <exception cref="CheckpointFormatException">The file is missing, or a field is missing, unknown, repeated or of another type.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type) => Parse(ReadBytes(path), type, path, "");

    /// <summary>Parses a document, or a part of one.</summary>
    /// <param name="utf8">The part.</param>
    /// <param name="type">What it is for.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="prefix">What comes before the names of its fields in messages.</param>
    /// <exception cref="CheckpointFormatException">As above.</exception>
    public static T Parse<T>(byte[] utf8, JsonTypeInfo<T> type, string path, string prefix)
    {
        var value = JsonFields.Read(
            utf8, type,
            (field, found, expected, cause) => new CheckpointFormatException(path, field is not null ? prefix + field : prefix.Length > 0 ? prefix.TrimEnd('.') : null, found, expected, cause));
        return MissingField(JsonNode.Parse(utf8), JsonSerializer.SerializeToNode(value, type), prefix) is { } missing
            ? throw new CheckpointFormatException(path, missing, "no such field", "a value")
            : value;
    }

    /// <summary>The text that <see cref="Read"/> reads back.</summary>
    public static byte[] Format<T>(T value, JsonTypeInfo<T> type) => [.. JsonSerializer.SerializeToUtf8Bytes(value, type), (byte)'\n'];

    static byte[] ReadBytes(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxBytes
                ? File.ReadAllBytes(path)
                : throw new CheckpointFormatException(path, null, "a longer file", $"at most {MaxBytes} bytes");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointFormatException(path, null, "no such file", "the file", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointFormatException(path, null, exception.Message, "a readable file", exception);
        }
    }

    static string? MissingField(JsonNode? found, JsonNode? complete, string prefix)
    {
        if (found is not JsonObject foundObject || complete is not JsonObject completeObject)
        {
            return null;
        }

        foreach (var (key, value) in completeObject)
        {
            if (!foundObject.TryGetPropertyValue(key, out var foundValue))
            {
                return prefix + key;
            }

            if (MissingField(foundValue, value, $"{prefix}{key}.") is { } missing)
            {
                return missing;
            }
        }

        return null;
    }
}
