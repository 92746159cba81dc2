using System.Text;

namespace RnnToolkit.Preprocess;

/// <content>Reads tokens by the general steps.</content>
/// <remarks>
/// <para><see cref="Next"/> reads one character as it is after the steps that change the text: it returns a space for a tag, the decoded character
/// for a character reference, and skips ignored characters. All other methods see only these characters, so the result equals that of
/// the steps applied one after the other.</para>
/// <para>The time is linear in the length of the text: each character is read ahead a bounded number of times. A tag ends at the next angle
/// bracket, a character reference has at most eleven characters, and an apostrophe, <c>https://</c> or punctuation in a URL needs only the
/// characters next to it.</para>
/// </remarks>
public ref partial struct TokenEnumerator
{
    const int NegationLength = 3; // n't

    /// <summary>The kind of the current token.</summary>
    internal readonly TokenKind Kind => _kind;

    bool ReadGeneralToken()
    {
        if (_negationAt > 0)
        {
            ReadNegation();
            return true;
        }

        _length = 0;
        while (true)
        {
            var next = Next(_position);
            if (next.IsEnd)
            {
                _position = next.End;
                return false;
            }

            switch (next.Class)
            {
                case CharacterClass.Space:
                    (_position, _afterWord) = (next.End, false);
                    continue;
                case CharacterClass.Letter or CharacterClass.Digit or CharacterClass.Mark:
                    if (!TryReadUrl(next))
                    {
                        ReadWord(next);
                    }

                    return true;
                default:
                    if (!TryReadMention(next))
                    {
                        ReadCharacter(next);
                    }

                    return true;
            }
        }
    }

    /// <summary>The character at a position of the text, or the first one after it that is not ignored.</summary>
    readonly TextCharacter Next(int position)
    {
        var table = _tokenizer.Characters!;
        while (position < _text.Length)
        {
            int value = _text[position];
            var length = 1;
            if (value == '<')
            {
                if (_tokenizer.RemoveHtmlTags && TagLength(_text[position..]) is > 0 and var tag)
                {
                    (value, length) = (' ', tag);
                }
            }
            else if (value == '&')
            {
                if (_tokenizer.DecodeHtmlEntities && HtmlEntities.TryRead(_text[(position + 1)..], out var named, out var rest))
                {
                    (value, length) = (named, 1 + rest);
                }
            }
            else if (char.IsSurrogate((char)value))
            {
                (value, length) = position + 1 < _text.Length && char.IsSurrogatePair((char)value, _text[position + 1])
                    ? (char.ConvertToUtf32((char)value, _text[position + 1]), 2)
                    : (' ', 1);
            }

            var @class = table.ClassOf(value);
            if (@class != CharacterClass.Ignored)
            {
                return new TextCharacter(_tokenizer.Lowercase ? table.LowerOf(value) : value, @class, position, position + length);
            }

            position += length;
        }

        return new TextCharacter(' ', CharacterClass.Space, position, position);
    }

    /// <summary>The length of the tag at the start of <paramref name="text"/>; 0 when there is no tag.</summary>
    static int TagLength(ReadOnlySpan<char> text)
    {
        var name = text.Length > 1 && text[1] is '/' or '!' or '?' ? 2 : 1;
        if (name >= text.Length || !(char.IsAsciiLetter(text[name]) || (text[name] == '-' && text[1] == '!')))
        {
            return 0;
        }

        var end = text[1..].IndexOfAny('<', '>');
        return end >= 0 && text[1 + end] == '>' ? end + 2 : 0;
    }

    void ReadWord(TextCharacter first)
    {
        _position = first.Start;
        while (true)
        {
            AppendLettersAndDigits(); // the fast path: ASCII only
            var next = Next(_position);
            if (next.IsWordPart)
            {
                Append(next);
            }
            else if (next.IsApostrophe && _length > 0 && Next(next.End) is { Class: CharacterClass.Letter or CharacterClass.Digit } following)
            {
                Append(next with { Value = '\'' });
                Append(following);
            }
            else
            {
                break;
            }
        }

        (_kind, _afterWord) = (TokenKind.Word, true);
        if (_tokenizer.ReplaceLongNumbers && first.Class == CharacterClass.Digit && IsLongNumber())
        {
            Replace(Placeholders.Number);
        }
        else if (_tokenizer.SplitNegations && Current is [_, .., 'n' or 'N', '\'', 't' or 'T'])
        {
            SplitNegation();
        }
    }

    /// <summary>Reads a symbol or a character of a script without spaces between words, and the marks after it.</summary>
    void ReadCharacter(TextCharacter first)
    {
        _kind = first.Class == CharacterClass.Single ? TokenKind.Single : TokenKind.Symbol;
        _afterWord = first.Value == '_';
        Append(first.IsApostrophe ? first with { Value = '\'' } : first);
        for (var next = Next(_position); next.Class == CharacterClass.Mark; next = Next(_position))
        {
            Append(next);
            _afterWord = true;
        }
    }

    bool TryReadUrl(TextCharacter first)
    {
        if (!_tokenizer.ReplaceUrls || (first.Value | 0x20) is not ('h' or 'w'))
        {
            return false;
        }

        var end = Math.Max(EndOf("www.", first.Start), Math.Max(EndOf("http://", first.Start), EndOf("https://", first.Start)));
        if (end == 0 || Next(end) is not { IsUrlCharacter: true } next)
        {
            return false;
        }

        while (true)
        {
            if (next.IsUrlCharacter)
            {
                end = next.End;
            }
            else if (next.IsUrlPunctuation && Next(next.End) is { IsUrlCharacter: true } following)
            {
                end = following.End;
            }
            else
            {
                break;
            }

            next = Next(end);
        }

        (_tokenStart, _tokenEnd, _position, _afterWord) = (first.Start, end, end, true);
        Replace(Placeholders.Url);
        return true;
    }

    /// <summary>The position after <paramref name="word"/>, in upper or lower case, when the text has it at a position; otherwise 0.</summary>
    readonly int EndOf(string word, int position)
    {
        foreach (var c in word)
        {
            var next = Next(position);
            if (next.Value != c && !(char.IsAsciiLetter(c) && (next.Value | 0x20) == c))
            {
                return 0;
            }

            position = next.End;
        }

        return position;
    }

    bool TryReadMention(TextCharacter first)
    {
        if (!_tokenizer.ReplaceMentions || first.Value != '@' || _afterWord)
        {
            return false;
        }

        var next = Next(first.End);
        if (next.Class != CharacterClass.Letter && next.Value != '_')
        {
            return false;
        }

        for (; next.IsWordPart || next.Value == '_'; next = Next(next.End))
        {
            _position = next.End;
        }

        (_tokenStart, _tokenEnd, _afterWord) = (first.Start, _position, true);
        Replace(Placeholders.Mention);
        return true;
    }

    /// <summary>Whether the current token consists of digits and has enough of them.</summary>
    readonly bool IsLongNumber()
    {
        var count = 0;
        foreach (var rune in Current.EnumerateRunes())
        {
            if (_tokenizer.Characters!.ClassOf(rune.Value) != CharacterClass.Digit)
            {
                return false;
            }

            count++;
        }

        return count >= Placeholders.LongNumberDigits;
    }

    /// <summary>Splits the negation from the current word. It becomes the next token.</summary>
    void SplitNegation()
    {
        // The ends of the last four characters; the first of them is where the word without its negation ends.
        Span<int> ends = [_tokenStart, _tokenStart, _tokenStart, _tokenStart];
        for (var next = Next(_tokenStart); ; next = Next(next.End))
        {
            (ends[0], ends[1], ends[2], ends[3]) = (ends[1], ends[2], ends[3], next.End);
            if (next.End >= _tokenEnd)
            {
                break;
            }
        }

        _length -= NegationLength;
        _negationAt = _length;
        _negationStart = Next(ends[0]).Start;
        _tokenEnd = ends[0];
    }

    void ReadNegation()
    {
        _buffer.AsSpan(_negationAt, NegationLength).CopyTo(_buffer);
        (_length, _tokenStart, _tokenEnd, _negationAt) = (NegationLength, _negationStart, _position, 0);
    }

    void Replace(string placeholder)
    {
        placeholder.CopyTo(_buffer);
        (_length, _kind) = (placeholder.Length, TokenKind.Placeholder);
    }

    void Append(TextCharacter character)
    {
        Span<char> units = stackalloc char[2];
        var count = new Rune(character.Value).EncodeToUtf16(units);
        for (var i = 0; i < count; i++)
        {
            Append(units[i], character.Start, character.End);
        }

        _position = character.End;
    }

    /// <summary>A character after the steps that change the text.</summary>
    /// <param name="Value">The code point, in lower case where that is a step.</param>
    /// <param name="Class">Its class.</param>
    /// <param name="Start">Its offset in the raw text.</param>
    /// <param name="End">The offset of the next character; equal to <paramref name="Start"/> at the end of the text.</param>
    readonly record struct TextCharacter(int Value, CharacterClass Class, int Start, int End)
    {
        public bool IsEnd => Start == End;

        public bool IsWordPart => Class is CharacterClass.Letter or CharacterClass.Digit or CharacterClass.Mark;

        public bool IsApostrophe => Value is '\'' or '\u2019';

        /// <summary>Whether a URL always continues with it.</summary>
        public bool IsUrlCharacter => Value < 0x80 && (char.IsAsciiLetterOrDigit((char)Value) || "-_~/%#=&@+$*".Contains((char)Value, StringComparison.Ordinal));

        /// <summary>Whether a URL continues with it when a <see cref="IsUrlCharacter"/> follows; otherwise it belongs to the sentence.</summary>
        public bool IsUrlPunctuation => Value < 0x80 && ".,;:!?()'[]|".Contains((char)Value, StringComparison.Ordinal);
    }
}
