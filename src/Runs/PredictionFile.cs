using System.Globalization;
using System.Text;
using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>The <c>predictions.csv</c> of a checkpoint: what the model of the best epoch predicted for each validation and test text.</summary>
/// <remarks>RFC 4180, UTF-8 without a byte order mark, LF. docs/runs.md lists the columns.</remarks>
public static class PredictionFile
{
    /// <summary>The texts by which the best epoch was chosen.</summary>
    public const string ValidationPart = "validation";

    /// <summary>The test set.</summary>
    public const string TestPart = "test";

    const string LogitColumn = "logit";

    static readonly string[] s_columns = ["part", "id", "label", "predicted", "tokens", "unknown"];
    static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes all rows.</summary>
    /// <param name="path">A new file.</param>
    /// <param name="labels">The labels of the model.</param>
    /// <param name="texts">The rows.</param>
    public static void Write(string path, LabelSet labels, IEnumerable<PredictedText> texts)
    {
        using var stream = File.Create(path);
        Write(stream, labels, texts);
    }

    /// <summary>Writes all rows.</summary>
    public static void Write(Stream stream, LabelSet labels, IEnumerable<PredictedText> texts)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(texts);
        using var writer = new StreamWriter(stream, s_strictUtf8, bufferSize: 1 << 16, leaveOpen: true);
        var csv = new CsvWriter(writer);
        foreach (var column in Columns(labels))
        {
            csv.Field(column);
        }

        csv.EndRecord();
        foreach (var text in texts)
        {
            csv.Field(text.Part);
            csv.Field(text.Id);
            csv.Field(labels.Names[text.Label]);
            csv.Field(labels.Names[text.Predicted]);
            csv.Field(text.Tokens);
            csv.Field(text.Unknown);
            foreach (var logit in text.Logits)
            {
                csv.Field(logit);
            }

            csv.EndRecord();
        }
    }

    /// <summary>Reads all rows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labels">The labels of the model.</param>
    /// <exception cref="CheckpointFormatException">The file is missing, damaged, or of a model with other labels.</exception>
    public static IReadOnlyList<PredictedText> Read(string path, LabelSet labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return RunFiles.Reader.WithFile(path, "predictions", stream =>
        {
            using var text = new StreamReader(stream, s_strictUtf8, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16);
            var csv = new CsvReader(text);
            try
            {
                return ReadRows(path, csv, labels);
            }
            catch (DecoderFallbackException exception)
            {
                throw new CheckpointFormatException(path, null, "bytes that are not UTF-8", "UTF-8 text", exception);
            }
            catch (FormatException exception)
            {
                throw new CheckpointFormatException(path, Invariant($"line {csv.Line}"), exception.Message, "a CSV record as RFC 4180 defines it", exception);
            }
        });
    }

    static List<PredictedText> ReadRows(string path, CsvReader csv, LabelSet labels)
    {
        var columns = Columns(labels);
        if (csv.Read() is not { } header || !header.SequenceEqual(columns))
        {
            throw new CheckpointFormatException(path, "line 1", "other columns", string.Join(",", columns));
        }

        var indexes = labels.Names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        var texts = new List<PredictedText>();
        while (csv.Read() is { } fields)
        {
            if (fields.Count != columns.Count)
            {
                throw Failure("", $"{fields.Count} fields", $"{columns.Count}");
            }

            if (fields[0] is not (ValidationPart or TestPart))
            {
                throw Failure("part", fields[0], $"{ValidationPart} or {TestPart}");
            }

            var (tokens, unknown) = (Count(4), Count(5));
            if (unknown > tokens)
            {
                throw Failure("unknown", $"{unknown}", $"at most the {tokens} tokens of the text");
            }

            var logits = new float[columns.Count - s_columns.Length];
            for (var i = 0; i < logits.Length; i++)
            {
                logits[i] = float.TryParse(fields[s_columns.Length + i], NumberStyles.Float, CultureInfo.InvariantCulture, out var logit) && float.IsFinite(logit)
                    ? logit
                    : throw Failure(columns[s_columns.Length + i], fields[s_columns.Length + i], "a finite number");
            }

            texts.Add(new PredictedText(fields[0] == TestPart ? TestPart : ValidationPart, fields[1], Label(2), Label(3), tokens, unknown, logits));

            int Count(int column) =>
                int.TryParse(fields[column], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                    ? count
                    : throw Failure(columns[column], fields[column], "a whole number of 0 or more");

            int Label(int column) =>
                indexes.TryGetValue(fields[column], out var label) ? label : throw Failure(columns[column], fields[column], labels.Expected);
        }

        return texts;

        CheckpointFormatException Failure(string column, string found, string expected) =>
            new(path, column.Length == 0 ? Invariant($"line {csv.Line}") : Invariant($"line {csv.Line}: {column}"), found, expected);
    }

    static IReadOnlyList<string> Columns(LabelSet labels) =>
        labels.Count == 2 ? [.. s_columns, LogitColumn] : [.. s_columns, .. labels.Names.Select(name => $"{LogitColumn}:{name}")];
}
