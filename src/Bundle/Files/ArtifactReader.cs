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
    public byte[] Bytes(string path, long maxBytes) => WithFile(path, "the file", stream =>
    {
        if (stream.Length > Math.Min(maxBytes, Array.MaxLength))
        {
            throw fail(path, null, $"{stream.Length} bytes", $"at most {maxBytes}", null);
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    });

    /// <summary>Opens a file, and turns read errors into errors of the artifact.</summary>
    /// <param name="path">The file, or a link to it.</param>
    /// <param name="expected">What should be there, for the error.</param>
    /// <param name="read">Reads it.</param>
    public T WithFile<T>(string path, string expected, Func<FileStream, T> read)
    {
        try
        {
            // The length of the open file, not of its name: that of a symbolic link is something else.
            using var stream = File.OpenRead(path);
            return read(stream);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw fail(path, null, "no such file", expected, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw fail(path, null, exception.Message, "a readable file", exception);
        }
    }

    /// <summary>Parses a JSON document whose first question is its <c>formatVersion</c>.</summary>
    public T Json<T>(string path, byte[] utf8, JsonTypeInfo<T> type, int oldestVersion, int newestVersion) => JsonFields.Parse(
        utf8,
        document =>
        {
            var version = document.ValueKind == JsonValueKind.Object && document.TryGetProperty("formatVersion"u8, out var field)
                ? field.GetRawText()
                : "none";
            if (!Enumerable.Range(oldestVersion, newestVersion - oldestVersion + 1).Any(readable => version == $"{readable}"))
            {
                var expected = oldestVersion == newestVersion ? $"{newestVersion}" : $"{oldestVersion} to {newestVersion}";
                throw fail(path, "formatVersion", version, $"{expected}; another version of the toolkit wrote this", null);
            }

            return JsonFields.Read(document, type, (field, found, expected, cause) => fail(path, field, found, expected, cause));
        },
        (field, found, expected, cause) => fail(path, field, found, expected, cause));

    /// <summary>Parses a JSON document that has no version.</summary>
    public T Json<T>(string path, byte[] utf8, JsonTypeInfo<T> type) =>
        JsonFields.Read(utf8, type, (field, found, expected, cause) => fail(path, field, found, expected, cause));

    /// <summary>Parses JSON Lines; <paramref name="validate"/> gives every problem of an item, and null checks nothing.</summary>
    public List<T> JsonLines<T>(string path, byte[] utf8, JsonTypeInfo<T> type, Func<T, IEnumerable<string>>? validate = null)
    {
        var items = new List<T>();
        var line = 0;
        foreach (var range in utf8.AsSpan().Split((byte)'\n'))
        {
            line++;
            var bytes = utf8.AsMemory(range);
            if (!bytes.IsEmpty)
            {
                items.Add(JsonFields.Read(bytes, type, (field, found, expected, cause) =>
                    fail(path, field is null ? $"line {line}" : $"line {line}: {field}", found, expected, cause)));
                if (validate?.Invoke(items[^1]).FirstOrDefault() is { } problem)
                {
                    throw fail(path, $"line {line}", problem, typeof(T) == typeof(EpochMetrics) ? "the numbers of an epoch" : "what fits the model", null);
                }
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

    /// <summary>Reads the n-grams of a wide channel, of which there must be <paramref name="count"/>.</summary>
    public NGramTable NGrams(string path, byte[] bytes, int count)
    {
        try
        {
            return NGramTable.Read(bytes) is var table && table.Count == count
                ? table
                : throw fail(path, null, $"{table.Count} n-grams", $"{count}", null);
        }
        catch (FormatException exception)
        {
            throw fail(path, null, exception.Message, "fingerprints of n-grams, ascending, 4 bytes each", exception);
        }
    }

    public Vocabulary Vocabulary(string path) => Vocabulary(path, Bytes(path, MaxVocabularyBytes));
}
