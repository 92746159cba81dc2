namespace RnnToolkit.Preprocess;

/// <summary>Token and id, both ways. Id 0 is the unknown token and the padding; tokens have the ids 1 to <see cref="Count"/>. Thread-safe.</summary>
public sealed class Vocabulary
{
    /// <summary>The id of padding and of every token that is not in the vocabulary.</summary>
    public const int UnknownId = 0;

    /// <summary>The largest number of tokens a vocabulary may hold.</summary>
    public const int MaxCount = 10_000_000;

    readonly string[] _tokens;
    readonly TokenTable _ids;

    /// <summary>Creates a vocabulary in which the n-th token, counted from 1, has id n.</summary>
    /// <exception cref="FormatException">A token is empty, holds white space or comes twice; the message names its line.</exception>
    public Vocabulary(IEnumerable<string> tokens)
    {
        _tokens = [.. tokens];
        if (_tokens.Length > MaxCount)
        {
            throw new FormatException($"found {_tokens.Length} tokens, expected at most {MaxCount}");
        }

        _ids = new TokenTable(_tokens.Length);
        for (var i = 0; i < _tokens.Length; i++)
        {
            if (_tokens[i].Length == 0 || _tokens[i].Any(PythonText.IsWhiteSpace))
            {
                throw new FormatException($"line {i + 1}: found \"{_tokens[i]}\", expected a token without white space");
            }

            if (!_ids.TryAdd(_tokens[i], i + 1))
            {
                throw new FormatException($"line {i + 1}: \"{_tokens[i]}\" is already on line {_ids[_tokens[i]]}, expected each token once");
            }
        }
    }

    /// <summary>The number of tokens, without the unknown one.</summary>
    public int Count => _tokens.Length;

    /// <summary>Rows of an embedding table for this vocabulary: one a token and row 0.</summary>
    public int TableSize => Count + 1;

    /// <summary>The tokens in the order of their ids, from id 1.</summary>
    public IReadOnlyList<string> Tokens => _tokens;

    /// <summary>The id of <paramref name="token"/>, or <see cref="UnknownId"/>.</summary>
    public int IdOf(ReadOnlySpan<char> token) => _ids[token]; // not there is 0, which is UnknownId

    /// <summary>The id of the token that <paramref name="tokens"/> just read, or <see cref="UnknownId"/>.</summary>
    internal int IdOf(in TokenEnumerator tokens) => tokens.NumberIn(_ids);

    /// <summary>The token with <paramref name="id"/>; null for <see cref="UnknownId"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is negative or above <see cref="Count"/>.</exception>
    public string? TokenOf(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id, Count);
        return id == UnknownId ? null : _tokens[id - 1];
    }
}
