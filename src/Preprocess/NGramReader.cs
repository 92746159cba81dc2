namespace RnnToolkit.Preprocess;

/// <summary>Collects the n-grams of one text: their fingerprints, or their ids in a table.</summary>
sealed class NGramReader
{
    const int InitialCapacity = 1024;
    const int FewNGrams = 200;
    const int DigitBits = 11;

    readonly uint[] _lastTokens = new uint[NGramConfig.LargestWordMax]; // the numbers of the last tokens; the newest is last
    readonly int[] _characters = new int[NGramConfig.LongestWord + 2];
    NGramConfig _config = new();
    NGramTable? _table;
    uint[] _found = new uint[InitialCapacity];
    uint[] _sorted = [];
    int _count;
    int _tokens;
    List<TextNGram>? _list;
    readonly List<(string Text, int Start, int End)> _places = []; // of every token; only used with a list

    /// <summary>The collected values; distinct and ascending after <see cref="Finish"/>.</summary>
    public ReadOnlySpan<uint> Found => _found.AsSpan(0, _count);

    /// <summary>Begins a text.</summary>
    /// <param name="config">Which n-grams.</param>
    /// <param name="table">Collects the ids of the n-grams in this table; null collects the fingerprints of all n-grams.</param>
    /// <param name="list">For display: receives every n-gram that is collected, in the order of the text.</param>
    public void Start(NGramConfig config, NGramTable? table, List<TextNGram>? list = null)
    {
        (_config, _table, _list, _count, _tokens) = (config, table, list, 0, 0);
        _places.Clear();
    }

    /// <summary>Whether the limit of tokens is reached.</summary>
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
        Sort();
        var found = _found.AsSpan(0, _count);
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

    /// <summary>Radix sort: a comparison sort takes five times as long for the thousands of n-grams of a long text.</summary>
    void Sort()
    {
        if (_count < FewNGrams)
        {
            _found.AsSpan(0, _count).Sort();
            return;
        }

        if (_sorted.Length < _found.Length)
        {
            _sorted = new uint[_found.Length];
        }

        uint all = 0;
        foreach (var value in Found)
        {
            all |= value;
        }

        Span<int> places = stackalloc int[1 << DigitBits];
        for (var shift = 0; shift < 32 && all >> shift != 0; shift += DigitBits)
        {
            places.Clear();
            foreach (var value in Found)
            {
                places[(int)(value >> shift) & (places.Length - 1)]++;
            }

            var place = 0;
            foreach (ref var count in places)
            {
                (count, place) = (place, place + count);
            }

            foreach (var value in Found)
            {
                _sorted[places[(int)(value >> shift) & (places.Length - 1)]++] = value;
            }

            (_found, _sorted) = (_sorted, _found);
        }
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

    /// <summary>Collects an n-gram and returns the collected value; 0 when the n-gram is not in the table.</summary>
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
