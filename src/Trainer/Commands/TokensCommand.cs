using System.CommandLine;
using System.Text;
using System.Text.Json;
using RnnToolkit.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Trainer.Commands;

/// <summary><c>trainer data tokens</c>: JSON Lines with <c>text</c> on standard input, JSON Lines with <c>tokens</c> on standard output.</summary>
sealed class TokensCommand : Command
{
    readonly ConfigurationOptions _configuration = new();

    public TokensCommand()
        : base("tokens", "Reads JSON Lines with a text field from standard input and writes JSON Lines with tokens to standard output.")
    {
        _configuration.AddTo(this);

        // On another thread, so that Ctrl+C cancels while standard input is read.
        SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
    }

    int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var config = _configuration.Build(parsed, defaultPreset: Configuration.Presets.Paper);
        using var input = Console.OpenStandardInput();
        using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        return Run(input, output, new Tokenizer(config.Preprocessing), cancellationToken);
    }

    /// <summary>Tokenizes line by line.</summary>
    /// <exception cref="DatasetException">A line is not a JSON object with a text.</exception>
    public static int Run(Stream input, Stream output, Tokenizer tokenizer, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(input, new UTF8Encoding(false, throwOnInvalidBytes: true));
        using var json = new Utf8JsonWriter(output);
        for (var row = 1; ReadLine(reader, row) is { } line; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (line.Length == 0)
            {
                continue;
            }

            json.WriteStartObject();
            json.WriteStartArray("tokens"u8);
            foreach (var token in tokenizer.Enumerate(ReadText(line, row)))
            {
                json.WriteStringValue(token);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.Flush();
            output.WriteByte((byte)'\n');
            json.Reset();
        }

        output.Flush();
        return ExitCode.Done;
    }

    static string? ReadLine(StreamReader reader, int row)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException)
        {
            throw new DatasetException("standard input", $"row {row} or after", "bytes that are not UTF-8", "UTF-8");
        }
    }

    static string ReadText(string line, int row)
    {
        try
        {
            using var document = JsonDocument.Parse(LoneSurrogates.Replace(line));
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("text"u8, out var text) && text.ValueKind == JsonValueKind.String)
            {
                return text.GetString()!;
            }
        }
        catch (JsonException exception)
        {
            throw new DatasetException("standard input", $"row {row}", exception.Message, "a JSON object with text");
        }

        throw new DatasetException("standard input", $"row {row}", "no string called text", "a JSON object with text");
    }
}
