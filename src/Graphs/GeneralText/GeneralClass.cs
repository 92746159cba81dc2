using System.Diagnostics;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Graphs.GeneralText;

/// <summary>The numbers of the classes of characters in the graph. A space is 0, as is what fills rows up.</summary>
static class GeneralClass
{
    public const long Space = 0;
    public const long Letter = 1;
    public const long Digit = 2;
    public const long Mark = 3;
    public const long Single = 4;
    public const long Symbol = 5;
    public const long Ignored = 6;

    /// <summary>More than the largest.</summary>
    public const long Count = 8;

    public static long Of(CharacterClass value) => value switch
    {
        CharacterClass.Space => Space,
        CharacterClass.Letter => Letter,
        CharacterClass.Digit => Digit,
        CharacterClass.Mark => Mark,
        CharacterClass.Single => Single,
        CharacterClass.Symbol => Symbol,
        CharacterClass.Ignored => Ignored,
        _ => throw new UnreachableException(),
    };
}
