namespace RnnToolkit.Preprocess;

/// <summary>Collects the n-grams of the tokens of one text: their fingerprints, or their ids in a table.</summary>
sealed class NGramReader
{
    const int InitialCapacity = 1024;

    readonly uint[] _lastTokens = new uint[NGramConfig.LargestWordMax]; // the latest last
    readonly int[] _characters = new int[NGramConfig.LongestWord + 2];
    NGramConfig _config = new();
    NGramTable? _table;
    uint[] _found = new uint[InitialCapacity];
    int _count;
    int _tokens;
    List<TextNGram>? _list;
    readonly List<(string Text, int Start, int End)> _places = []; // of every token, while there is a list

    /// <summary>What was collected; after <see cref="Finish"/> distinct and ascending.</summary>
    public ReadOnlySpan<uint> Found => _found.AsSpan(0, _count);

    /// <summary>Begins a text.</summary>
    /// <param name="config">Which n-grams.</param>
    /// <param name="table">The table whose ids are collected; null for fingerprints.</param>
    /// <param name="list">Gets every n-gram that is collected, in the order of the text; for display.</param>
    public void Start(NGramConfig config, NGramTable? table, List<TextNGram>? list = null)
    {
        (_config, _table, _list, _count, _tokens) = (config, table, list, 0, 0);
        _places.Clear();
    }

    /// <summary>Whether no further token matters.</summary>
    public bool IsFull => _tokens >= _config.MaxTokens;

    /// <summary>Reads the next token.</summary>
    public void Add(in TokenEnumerator tokens)
    {
        _tokens++;
        if (_list is not null)
        {
            _places.Add((tokens.Current.ToString(), tokens.CurrentRange.Start.Value, tokens.CurrentRange.End.Value));
        }

        if (_config.WordMax > 0)
        {
            AddTokens(tokens.Current);
        }

        if (_config.CharMax > 0 && tokens.Kind == TokenKind.Word)
        {
            AddCharacters(tokens.Current);
        }
    }

    /// <summary>Ends the text.</summary>
    public void Finish()
    {
        var found = _found.AsSpan(0, _count);
        found.Sort();
        var distinct = 0;
        for (var i = 0; i < found.Length; i++)
        {
            if (i == 0 || found[i] != found[distinct - 1])
            {
                found[distinct++] = found[i];
            }
        }

        _count = distinct;
    }

    void AddTokens(ReadOnlySpan<char> token)
    {
        _lastTokens.AsSpan(1).CopyTo(_lastTokens);
        _lastTokens[^1] = NGramFingerprints.OfToken(token);
        for (var n = 1; n <= Math.Min(_config.WordMax, _tokens); n++)
        {
            if (Add(NGramFingerprints.OfTokens(_lastTokens.AsSpan(^n..))) is not 0 and var id && _list is not null)
            {
                var start = _places[^n].Start;
                _list.Add(new TextNGram(string.Join(' ', _places[^n..].Select(place => place.Text)), (int)id, start, _places[^1].End - start, IsWithinWord: false));
            }
        }
    }

    void AddCharacters(ReadOnlySpan<char> token)
    {
        var length = 0;
        _characters[length++] = NGramFingerprints.Boundary;
        foreach (var rune in token.EnumerateRunes())
        {
            if (length > NGramConfig.LongestWord)
            {
                break;
            }

            _characters[length++] = rune.Value;
        }

        _characters[length++] = NGramFingerprints.Boundary;
        for (var start = 0; start < length; start++)
        {
            uint sum = 0;
            for (var n = 1; n <= Math.Min(_config.CharMax, length - start); n++)
            {
                var character = _characters[start + n - 1];
                sum = NGramFingerprints.AddCharacter(sum, character, n - 1);
                if (n >= _config.CharMin && (n > 1 || character != NGramFingerprints.Boundary)
                    && Add(NGramFingerprints.OfCharacters(sum, n)) is not 0 and var id && _list is not null)
                {
                    var text = string.Concat(_characters[start..(start + n)].Select(char.ConvertFromUtf32));
                    _list.Add(new TextNGram(text, (int)id, _places[^1].Start, _places[^1].End - _places[^1].Start, IsWithinWord: true));
                }
            }
        }
    }

    /// <summary>Collects an n-gram, and returns what was collected; 0 when it is not in the table.</summary>
    uint Add(uint fingerprint)
    {
        var value = _table is null ? fingerprint : (uint)_table.IdOf(fingerprint);
        if (value == 0)
        {
            return 0;
        }

        if (_count == _found.Length)
        {
            Array.Resize(ref _found, 2 * _count);
        }

        _found[_count++] = value;
        return value;
    }
}
