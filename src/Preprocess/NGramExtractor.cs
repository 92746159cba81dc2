namespace RnnToolkit.Preprocess;

/// <summary>Gives the fingerprints of a text's n-grams, for training. Not thread-safe: all texts share one buffer.</summary>
public sealed class NGramExtractor
{
    readonly Tokenizer _tokenizer;
    readonly NGramConfig _config;
    readonly NGramReader _reader = new();

    /// <summary>Creates an extractor.</summary>
    /// <param name="tokenizer">Gives the tokens.</param>
    /// <param name="config">Which n-grams are extracted.</param>
    /// <exception cref="ArgumentException">The configuration is not valid; the message lists every problem.</exception>
    public NGramExtractor(Tokenizer tokenizer, NGramConfig config)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(config);
        var problems = string.Join("; ", config.Validate());
        if (problems.Length > 0)
        {
            throw new ArgumentException(problems, nameof(config));
        }

        (_tokenizer, _config) = (tokenizer, config);
    }

    /// <summary>The distinct fingerprints of a text in ascending order. Valid until the next call.</summary>
    /// <param name="text">Raw text of any length.</param>
    public ReadOnlySpan<uint> Extract(ReadOnlySpan<char> text)
    {
        _reader.Start(_config, table: null);
        using var tokens = _tokenizer.Enumerate(text);
        while (!_reader.IsFull && tokens.MoveNext())
        {
            _reader.Add(tokens);
        }

        _reader.Finish();
        return _reader.Found;
    }
}
