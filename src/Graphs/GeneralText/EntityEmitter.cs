using System.Globalization;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Graphs.GeneralText;

/// <summary>Reads character references of HTML, as <see cref="HtmlEntities"/> does.</summary>
static class EntityEmitter
{
    const int LongestName = 8;
    const int MostDigits = 8;
    const long CharacterBase = 128; // names are ASCII, and no name holds the last character of it

    /// <summary>For each ampersand outside tags, the code point that it stands for, and how many characters after it belong to the reference; 0 where there is none.</summary>
    /// <param name="raw">Code points [B, C].</param>
    /// <param name="isThere">The mask of what is outside tags.</param>
    public static (Term Values, Term Lengths) Emit(Scope scope, Term raw, Term isThere)
    {
        Term[] after = [.. Enumerable.Range(0, MostDigits + 4).Select(i => raw.In(scope).Ahead(i, ' '))];
        var (value, length) = Named(after);
        foreach (var (numbers, lengths) in new[] { Decimal(after), Hexadecimal(after) })
        {
            (value, length) = (value + numbers, length + lengths);
        }

        var isReference = after[0].Is('&') & isThere & value.IsAbove(0);
        return (value & isReference, length & isReference);
    }

    /// <summary>A name and a semicolon.</summary>
    static (Term Value, Term Length) Named(Term[] after)
    {
        var (isOpen, key) = (!after[1].Is(';'), after[1].AtMost(CharacterBase - 1));
        var (found, length, power) = (key * 0, key * 0, CharacterBase);
        for (var n = 1; n <= LongestName; n++)
        {
            if (n > 1)
            {
                (isOpen, key, power) = (isOpen & !after[n].Is(';'), key + (after[n].AtMost(CharacterBase - 1) * power), power * CharacterBase);
            }

            var isEnd = isOpen & after[n + 1].Is(';');
            (found, length) = (found + (key & isEnd), length + (isEnd * (n + 1)));
        }

        var value = found.In(Names());
        return (value, length & value.IsAbove(0));
    }

    static Dictionary<long, long> Names() => WordList.Lines(HtmlEntities.Resource).Select(line => line.Split('\t')).ToDictionary(
        entry => entry[0].Reverse().Aggregate(0L, (key, c) => (key * CharacterBase) + c),
        entry => long.Parse(entry[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    static (Term Value, Term Length) Decimal(Term[] after) => Number(after, first: 2, factor: 10, after[1].Is('#'), digit => (digit.IsFrom('0', '9'), digit - '0'));

    static (Term Value, Term Length) Hexadecimal(Term[] after) => Number(after, first: 3, factor: 16, after[1].Is('#') & after[2].IsIn('x', 'X'), digit =>
    {
        var (isDigit, isLower) = (digit.IsFrom('0', '9'), digit.IsFrom('a', 'f'));
        var value = isDigit.Choose(digit - '0', isLower.Choose(digit - ('a' - 10), digit - ('A' - 10)));
        return (isDigit | isLower | digit.IsFrom('A', 'F'), value);
    });

    /// <summary>Digits and a semicolon.</summary>
    static (Term Value, Term Length) Number(Term[] after, int first, long factor, Term isNumber, Func<Term, (Term IsDigit, Term Value)> read)
    {
        var (isOpen, number, count) = (isNumber, isNumber * 0, isNumber * 0);
        var isEnded = isNumber * 0;
        for (var i = 0; i < MostDigits; i++)
        {
            var (isDigit, value) = read(after[first + i]);
            isOpen &= isDigit;
            number = isOpen.Choose((number * factor) + value, number);
            count += isOpen;
            isEnded |= isOpen & after[first + i + 1].Is(';');
        }

        var isValid = isEnded & number.IsFrom(1, 0x10FFFF) & !number.IsFrom(0xD800, 0xDFFF);
        var windows = (number - 0x80).AtLeast(0).AtMost(0x1F).In([.. Enumerable.Range(0x80, 0x20).Select(Windows1252)]);
        return (number.IsFrom(0x80, 0x9F).Choose(windows, number) & isValid, (count + first) & isValid);
    }

    /// <summary>What the preprocessing makes of a number that is a control in Unicode.</summary>
    static long Windows1252(int number)
    {
        HtmlEntities.TryRead(string.Create(CultureInfo.InvariantCulture, $"#{number};"), out var value, out _);
        return value;
    }
}
