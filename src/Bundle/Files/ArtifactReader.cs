using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Bundle;

/// <summary>Reads the text files of checkpoints and bundles: sizes first, then the content, and every failure as one clear error.</summary>
/// <param name="fail">Makes the exception of the artifact: (path, field, found, expected, cause).</param>
sealed class ArtifactReader(Func<string, string?, string, string, Exception?, ArtifactFormatException> fail)
{
    public const long MaxJsonBytes = 16 << 20;
    const long MaxVocabularyBytes = 1L << 30;
    static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a whole file that must not be longer than <paramref name="maxBytes"/>.</summary>
    public byte[] Bytes(string path, long maxBytes)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > Math.Min(maxBytes, Array.MaxLength))
            {
                throw fail(path, null, $"{stream.Length} bytes", $"at most {maxBytes}", null);
            }

            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw fail(path, null, "no such file", "the file", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw fail(path, null, exception.Message, "a readable file", exception);
        }
    }

    /// <summary>Parses a JSON document whose first question is its <c>formatVersion</c>.</summary>
    public T Json<T>(string path, byte[] utf8, JsonTypeInfo<T> type, int oldestVersion, int newestVersion)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var version = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("formatVersion"u8, out var field)
                ? field.ToString()
                : "none";
            if (!Enumerable.Range(oldestVersion, newestVersion - oldestVersion + 1).Any(readable => version == $"{readable}"))
            {
                var expected = oldestVersion == newestVersion ? $"{newestVersion}" : $"{oldestVersion} to {newestVersion}";
                throw fail(path, "formatVersion", version, $"{expected}; another version of the toolkit wrote this", null);
            }

            return JsonSerializer.Deserialize(utf8, type) ?? throw fail(path, null, "null", "a JSON object", null);
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            throw fail(path, (exception as JsonException)?.Path, exception.Message, $"a {typeof(T).Name} in JSON", exception);
        }
    }

    /// <summary>Parses JSON Lines.</summary>
    public List<T> JsonLines<T>(string path, byte[] utf8, JsonTypeInfo<T> type)
    {
        var items = new List<T>();
        var line = 0;
        foreach (var range in utf8.AsSpan().Split((byte)'\n'))
        {
            line++;
            var bytes = utf8.AsSpan(range);
            if (bytes.IsEmpty)
            {
                continue;
            }

            try
            {
                items.Add(JsonSerializer.Deserialize(bytes, type) ?? throw fail(path, $"line {line}", "null", "a JSON object", null));
            }
            catch (JsonException exception)
            {
                throw fail(path, $"line {line}", exception.Message, $"a {typeof(T).Name} in JSON", exception);
            }
        }

        return items;
    }

    /// <summary>Reads a vocabulary file.</summary>
    public Vocabulary Vocabulary(string path, byte[] utf8)
    {
        try
        {
            return VocabularyFile.Parse(s_strictUtf8.GetString(utf8));
        }
        catch (Exception exception) when (exception is FormatException or DecoderFallbackException)
        {
            throw fail(path, null, exception.Message, "UTF-8 text, a token a line", exception);
        }
    }

    public Vocabulary Vocabulary(string path) => Vocabulary(path, Bytes(path, MaxVocabularyBytes));
}
