namespace RnnToolkit.Graphs.GeneralText;

/// <summary>
/// Which token a character belongs to, as a finite automaton: what <c>TokenEnumerator</c> does after it has read the characters before. Where a token
/// begins depends on the token before it (an address swallows an at sign, a name of a user an apostrophe), so the characters are read one after the other.
/// </summary>
static class TokenAutomaton
{
    /// <summary>Between tokens.</summary>
    public const long None = 0;

    /// <summary>In a word.</summary>
    public const long Word = 1;

    /// <summary>In a symbol, or a character of a script without spaces.</summary>
    public const long Character = 2;

    /// <summary>The same, after which an at sign begins no name: an underscore, or something with marks.</summary>
    public const long CharacterOfName = 3;

    /// <summary>In an address.</summary>
    public const long Url = 4;

    /// <summary>In the name of a user.</summary>
    public const long Mention = 5;

    const long States = 6;
    const long Classes = 6;

    // What is special about a character besides its class; at most one of these.
    const long Apostrophe = 1; // a letter or a digit follows
    const long Underscore = 2;
    const long At = 3; // a name follows
    const long UrlStart = 4;
    const long Specials = 5;

    /// <summary>Kinds of characters: class, special, and whether it continues an address.</summary>
    public const long Kinds = Classes * Specials * 2;

    /// <summary>The kind of each character.</summary>
    public static Term KindOf(Term @class, Term isApostrophe, Term isUnderscore, Term isAt, Term isUrlStart, Term continuesUrl)
    {
        var special = (isApostrophe * Apostrophe) + (isUnderscore * Underscore) + (isAt * At) + (isUrlStart * UrlStart);
        return @class + (special * Classes) + (continuesUrl * (Classes * Specials));
    }

    /// <summary>For each state times <see cref="Kinds"/> plus kind: the state after the character.</summary>
    public static long[] NextStates => [.. Pairs().Select(pair => pair.Next)];

    /// <summary>For the same, whether a token begins with the character.</summary>
    public static long[] Starts => [.. Pairs().Select(pair => pair.IsStart ? 1L : 0L)];

    static IEnumerable<(long Next, bool IsStart)> Pairs() =>
        from state in Enumerable.Range(0, (int)States)
        from kind in Enumerable.Range(0, (int)Kinds)
        select Step(state, kind % Classes, kind / Classes % Specials, continuesUrl: kind >= Classes * Specials);

    static (long Next, bool IsStart) Step(long state, long @class, long special, bool continuesUrl)
    {
        var isWordPart = @class is GeneralClass.Letter or GeneralClass.Digit or GeneralClass.Mark;
        var continues = state switch
        {
            Url => continuesUrl,
            Mention => isWordPart || special == Underscore,
            Word => isWordPart || special == Apostrophe,
            Character or CharacterOfName => @class == GeneralClass.Mark,
            _ => false,
        };
        if (continues)
        {
            return (state == Character ? CharacterOfName : state, false);
        }

        if (@class == GeneralClass.Space)
        {
            return (None, false);
        }

        if (isWordPart)
        {
            return (special == UrlStart ? Url : Word, true);
        }

        var isAfterName = state is Word or CharacterOfName or Url or Mention;
        return (special == At && !isAfterName ? Mention : special == Underscore ? CharacterOfName : Character, true);
    }
}
