namespace RnnToolkit.Graphs.TextInput;

/// <summary>Numbers characters from 1 on, so that strings of them can be numbers: no two strings of one length have the same.</summary>
/// <param name="characters">The characters, in any order and number; '\0' means no character and has the code 0.</param>
sealed class Alphabet(IEnumerable<char> characters)
{
    readonly string _characters = string.Concat(characters.Where(c => c != '\0').Distinct().Order());

    /// <summary>One more than the largest code.</summary>
    public long Base => _characters.Length + 1;

    /// <summary>The code of a character, or 0 when it is not in the alphabet.</summary>
    public long CodeOf(char c) => _characters.IndexOf(c, StringComparison.Ordinal) + 1;

    /// <summary>Whether every character of a word is in the alphabet.</summary>
    public bool Spells(string word) => word.All(c => CodeOf(c) > 0);

    /// <summary>The number of a short word: the sum of code times <see cref="Power"/> of the position.</summary>
    public long NumberOf(ReadOnlySpan<char> word)
    {
        var number = 0L;
        for (var i = 0; i < word.Length; i++)
        {
            number = checked(number + (CodeOf(word[i]) * Power(i)));
        }

        return number;
    }

    /// <summary><see cref="Base"/> to the power of <paramref name="exponent"/>.</summary>
    /// <exception cref="OverflowException">It is larger than an int64.</exception>
    public long Power(int exponent)
    {
        var power = 1L;
        for (var i = 0; i < exponent; i++)
        {
            power = checked(power * Base);
        }

        return power;
    }
}
