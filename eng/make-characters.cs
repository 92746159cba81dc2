#:property PublishAot=false
#:property InvariantGlobalization=true
// Writes src/Preprocess/Tables/characters.tsv: what the preprocessing for any language needs to know of each character.
//
//   dotnet run eng/make-characters.cs              writes the file
//   dotnet run eng/make-characters.cs -- --check   exit 1 when the committed file is not what this program makes
//
// Categories and lower case come from the Unicode data in .NET 10 (Unicode 16.0). The file is committed, because a token id must not depend
// on the version of .NET, on ICU or on the platform: another version of Unicode is another preprocessing, with another fingerprint.
//
// A line is `first-last TAB class` or `first-last/step TAB lower TAB difference`, in hexadecimal digits. What no line names is a symbol and has
// no lower case of its own.

using System.Globalization;
using System.Text;

const int CodePoints = 0x110000;

// Read character by character: scripts that put no space between words. Letters and numbers in these ranges.
(int First, int Last)[] singles =
[
    (0x0E00, 0x0E7F), // Thai
    (0x0E80, 0x0EFF), // Lao
    (0x1000, 0x109F), // Myanmar
    (0x1780, 0x17FF), // Khmer
    (0x2E80, 0x2FDF), // radicals of Han
    (0x3005, 0x3007), // iteration mark, closing mark, zero of Han
    (0x3021, 0x3029), // numerals of Han
    (0x3031, 0x3035), // repeat marks of Kana
    (0x3038, 0x303C), // numerals and marks of Han
    (0x3040, 0x30FF), // Hiragana, Katakana
    (0x31F0, 0x31FF), // Katakana, phonetic extensions
    (0x3400, 0x4DBF), // Han, extension A
    (0x4E00, 0x9FFF), // Han
    (0xA9E0, 0xA9FF), // Myanmar, extended B
    (0xAA60, 0xAA7F), // Myanmar, extended A
    (0xF900, 0xFAFF), // Han, compatibility
    (0xFF66, 0xFF9F), // Katakana, half width
    (0x116D0, 0x116FF), // Myanmar, extended C
    (0x16FE0, 0x16FFF), // iteration marks of Han
    (0x1AFF0, 0x1B16F), // Kana, extended
    (0x20000, 0x3FFFF), // Han, extensions B and later
];

var here = AppContext.GetData("EntryPointFileDirectoryPath") as string
    ?? throw new InvalidOperationException("run this file with 'dotnet run eng/make-characters.cs'");
var path = Path.GetFullPath(Path.Combine(here, "..", "src", "Preprocess", "Tables", "characters.tsv"));
var text = new StringBuilder();

for (var first = 0; first < CodePoints;)
{
    var (name, last) = (ClassOf(first), first);
    while (last + 1 < CodePoints && ClassOf(last + 1) == name)
    {
        last++;
    }

    if (name != "symbol")
    {
        text.Append(CultureInfo.InvariantCulture, $"{first:X4}-{last:X4}\t{name}\n");
    }

    first = last + 1;
}

for (var first = 0; first < CodePoints; first++)
{
    var difference = LowerOf(first) - first;
    if (difference == 0)
    {
        continue;
    }

    // The longest run with this difference, of neighbours or of every second character.
    var (next, step) = (RunEnd(first, difference, 1), 1);
    if (next == first && RunEnd(first, difference, 2) is var other && other > first)
    {
        (next, step) = (other, 2);
    }

    text.Append(CultureInfo.InvariantCulture, $"{first:X4}-{next:X4}/{step}\tlower\t{difference}\n");
    first = next;
}

if (args is ["--check"])
{
    return File.Exists(path) && File.ReadAllText(path) == text.ToString() ? 0 : 1;
}

File.WriteAllText(path, text.ToString());
return 0;

string ClassOf(int c) => c switch
{
    0x200B => "space", // ZERO WIDTH SPACE
    >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF or >= 0x180B and <= 0x180D or 0x180F => "ignored", // variation selectors
    >= 0x1F3FB and <= 0x1F3FF => "ignored", // skin tones
    0x034F => "ignored", // COMBINING GRAPHEME JOINER
    _ => CharUnicodeInfo.GetUnicodeCategory(c) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Array.Exists(singles, range => c >= range.First && c <= range.Last) ? "single" : "letter",
        UnicodeCategory.DecimalDigitNumber => "digit",
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => "mark",
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Control or UnicodeCategory.Surrogate => "space",
        UnicodeCategory.Format => "ignored",
        _ => "symbol",
    },
};

int LowerOf(int c) => c switch
{
    >= 0xD800 and <= 0xDFFF => c,
    0x0130 => 'i', // LATIN CAPITAL LETTER I WITH DOT ABOVE, which .NET leaves as it is
    0x03C2 => 0x03C3, // the sigma of word ends, so that a word in capitals is the same word
    _ => Rune.ToLowerInvariant(new Rune(c)).Value,
};

int RunEnd(int first, int difference, int step)
{
    var last = first;
    while (last + step < CodePoints && LowerOf(last + step) - (last + step) == difference && (step == 1 || LowerOf(last + 1) == last + 1))
    {
        last += step;
    }

    return last;
}
