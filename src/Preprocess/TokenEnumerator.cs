using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace RnnToolkit.Preprocess;

/// <summary>Reads the tokens of one text in a single pass, without allocating.</summary>
/// <remarks>
/// <para>One pass gives what the steps give one after the other, because of three facts:</para>
/// <para>- Lower case touches only letters. What survives the removal of everything outside a-z, A-Z, 0-9 and white space are ASCII
/// letters and the two characters that <see cref="PythonText"/> knows.</para>
/// <para>- Abbreviations are replaced before tags are removed, so a word is what stands between white space in the raw text, tags and
/// all. Neither an abbreviation nor its expansion holds an angle bracket, so replacing words inside a tag cannot change where it ends.</para>
/// <para>- Expanding abbreviations joins words with single spaces, after which no line feed is left that could end a tag; without that
/// step a tag ends its chance at the line feed.</para>
/// </remarks>
public ref partial struct TokenEnumerator
{
    const int InitialCapacity = 128;

    readonly Tokenizer _tokenizer;
    readonly ReadOnlySpan<char> _text;
    readonly bool _keepStopWords;
    ReadOnlySpan<char> _expansion; // the rest of an abbreviation's expansion
    char[] _buffer;
    int _length;
    PackedToken _packed; // the same token, when it is short enough
    bool _isPacked;
    int _position;
    int _lineEndOfSearch; // no '>' stands between _position and here, so '<' is no tag
    bool _atWordStart;
    int _wordStart; // where the abbreviation stands whose expansion is being read
    int _tokenStart;
    int _tokenEnd;

    // For the general steps:
    TokenKind _kind;
    bool _afterWord; // the character before _position is a letter, mark or digit, or an underscore
    int _negationAt; // the index in the buffer of a negation that is the next token; 0 when there is none
    int _negationStart; // the offset of that negation in the text

    internal TokenEnumerator(Tokenizer tokenizer, ReadOnlySpan<char> text, bool keepStopWords)
    {
        _tokenizer = tokenizer;
        _text = text;
        _keepStopWords = keepStopWords;
        _buffer = ArrayPool<char>.Shared.Rent(InitialCapacity);
        _atWordStart = true;
    }

    /// <summary>The token that <see cref="MoveNext"/> read. With the paper's steps it consists of a-z, A-Z, 0-9.</summary>
    public readonly ReadOnlySpan<char> Current => _buffer.AsSpan(0, _length);

    /// <summary>
    /// The place of the token in the text: from its first character to its last, with what was removed in between. A token of an
    /// expansion has the place of the abbreviation.
    /// </summary>
    public readonly Range CurrentRange => _tokenStart.._tokenEnd;

    /// <summary>The enumerator itself, for <c>foreach</c>.</summary>
    public readonly TokenEnumerator GetEnumerator() => this;

    /// <summary>Reads the next token; false at the end of the text.</summary>
    public bool MoveNext()
    {
        do
        {
            if (!(_tokenizer.Characters is null ? ReadToken() : ReadGeneralToken()))
            {
                return false;
            }

            _isPacked = PackedToken.TryPack(Current, out _packed);
        }
        while (IsStopWord && !_keepStopWords);
        return true;
    }

    /// <summary>Whether preprocessing removes the token. Always false unless the enumerator was asked to keep stop words.</summary>
    internal readonly bool IsStopWord => _tokenizer.StopWords is { } stopWords && NumberIn(stopWords.Table) != 0;

    /// <summary>The number of the current token in a table; 0 when it is not there.</summary>
    internal readonly int NumberIn(TokenTable table) => _isPacked ? table[_packed] : table[Current];

    /// <summary>Returns the token buffer to its pool.</summary>
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<char>.Shared.Return(_buffer);
            _buffer = [];
        }

        _length = 0;
    }

    /// <summary>Collects characters up to the white space after the next token; false when the text ends without one.</summary>
    bool ReadToken()
    {
        _length = 0;
        while (true)
        {
            if (!_expansion.IsEmpty)
            {
                if (ReadExpansion())
                {
                    return true;
                }

                continue;
            }

            if (_position >= _text.Length)
            {
                return _length > 0;
            }

            if (_atWordStart && !PythonText.IsWhiteSpace(_text[_position]))
            {
                _atWordStart = false;
                if (_tokenizer.Abbreviations is { } abbreviations && TryStartExpansion(abbreviations))
                {
                    continue;
                }
            }

            AppendLettersAndDigits();
            if (_position >= _text.Length)
            {
                continue;
            }

            var c = _text[_position];
            if (PythonText.IsWhiteSpace(c))
            {
                _position++;
                _atWordStart = true;
                if (_length > 0)
                {
                    return true;
                }
            }
            else if (c != '<' || !_tokenizer.RemoveHtmlTags || !TrySkipTag())
            {
                Append(PythonText.KeepAlphanumeric(c, _tokenizer.Lowercase), _position, _position + 1);
                _position++;
            }
        }
    }

    /// <summary>Takes characters of an expansion; true at the space that ends a token. The last word ends where the raw text continues.</summary>
    bool ReadExpansion()
    {
        var c = _expansion[0];
        _expansion = _expansion[1..];
        if (c == ' ')
        {
            return _length > 0;
        }

        Append(PythonText.KeepAlphanumeric(c, lowercase: false), _wordStart, _position);
        return false;
    }

    /// <summary>Moves past the word that starts here when it is an abbreviation, and remembers its expansion.</summary>
    bool TryStartExpansion(Abbreviations abbreviations)
    {
        // Most words are letters and digits to their end, and these are in the buffer then.
        var start = _position;
        AppendLettersAndDigits();
        var isWhole = _position == _text.Length || PythonText.IsWhiteSpace(_text[_position]);
        string? expansion;
        if (isWhole)
        {
            if (!abbreviations.TryExpand(Current, out expansion))
            {
                return false;
            }
        }
        else if (!abbreviations.MayHold(_text[_position]) || !TryExpandWord(abbreviations, start, out expansion))
        {
            return false;
        }

        (_wordStart, _length) = (start, 0);
        _expansion = expansion;
        return true;
    }

    /// <summary>Looks up the whole word that begins at <paramref name="start"/>, punctuation and all, and moves to its end if it is found.</summary>
    bool TryExpandWord(Abbreviations abbreviations, int start, [NotNullWhen(true)] out string? expansion)
    {
        Span<char> word = stackalloc char[abbreviations.LongestWord];
        var (end, length) = (start, 0);
        expansion = null;
        for (; end < _text.Length && !PythonText.IsWhiteSpace(_text[end]); end++)
        {
            var c = PythonText.DictionaryChar(_text[end], _tokenizer.Lowercase);
            if (length == word.Length || c == '\0')
            {
                return false;
            }

            word[length++] = c;
        }

        if (!abbreviations.TryExpand(word[..length], out expansion))
        {
            return false;
        }

        _position = end;
        return true;
    }

    /// <summary>Moves past the tag that starts here, if it ends.</summary>
    bool TrySkipTag()
    {
        if (_position < _lineEndOfSearch)
        {
            return false;
        }

        var rest = _text[_position..];
        if (_tokenizer.Abbreviations is null && rest.IndexOf('\n') is >= 0 and var lineEnd)
        {
            rest = rest[..lineEnd];
        }

        var tagEnd = rest.IndexOf('>');
        if (tagEnd < 0)
        {
            _lineEndOfSearch = _position + rest.Length; // so that a text of '<' alone is not searched repeatedly
            return false;
        }

        _position += tagEnd + 1;
        return true;
    }

    /// <summary>Takes the ASCII letters and digits that come next.</summary>
    void AppendLettersAndDigits()
    {
        var keep = _tokenizer.KeepAscii;
        var start = _position;
        while (true)
        {
            var free = _buffer.AsSpan(_length);
            var text = _text.Slice(_position, Math.Min(_text.Length - _position, free.Length));
            var count = 0;
            for (; count < text.Length; count++)
            {
                var c = text[count];
                if (c >= keep.Length || keep[c] == 0)
                {
                    break;
                }

                free[count] = (char)keep[c];
            }

            if (count > 0)
            {
                _tokenStart = _length == 0 ? start : _tokenStart;
                _length += count;
                _position += count;
                _tokenEnd = _position;
            }

            if (count < free.Length)
            {
                return;
            }

            Grow();
        }
    }

    void Append(char c, int start, int end)
    {
        if (c == '\0')
        {
            return;
        }

        if (_length == _buffer.Length)
        {
            Grow();
        }

        if (_length == 0)
        {
            _tokenStart = start;
        }

        _tokenEnd = end;
        _buffer[_length++] = c;
    }

    void Grow()
    {
        var larger = ArrayPool<char>.Shared.Rent(_buffer.Length * 2);
        _buffer.CopyTo(larger, 0);
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
