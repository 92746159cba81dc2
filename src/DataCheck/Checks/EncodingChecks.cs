namespace RnnToolkit.DataCheck.Checks;

/// <summary>Texts that were damaged on their way: wrong encodings, control characters, invisible characters.</summary>
static class EncodingChecks
{
    const double Many = 0.001;

    public static IEnumerable<Finding> Of(AnalyzedData data)
    {
        (CharacterTrait Trait, string Code, string What, string Why, string Advice)[] faults =
        [
            (CharacterTrait.Mojibake, "encoding.mojibake", "have UTF-8 that was read as Windows-1252 or Latin-1 (\"Ã©\" for \"é\")",
                "Every such word is a word of its own.", "Read the source again as UTF-8, or repair the texts."),
            (CharacterTrait.Replacement, "encoding.replacement", "have the replacement character U+FFFD",
                "Somebody decoded the texts with the wrong encoding, and the characters are lost.", "Read the source again with the encoding that it has."),
            (CharacterTrait.Windows1252Control, "encoding.c1Controls", "have control characters from U+0080 to U+009F",
                "They usually are quotes and dashes of Windows-1252 that were read as Latin-1.", "Read the source as Windows-1252 (--encoding windows-1252), or replace the characters in the texts."),
            (CharacterTrait.Control, "encoding.controls", "have control characters",
                "Text has no use for them: the source is damaged, or holds more than text.", "Remove them from the texts."),
            (CharacterTrait.LoneSurrogate, "encoding.loneSurrogates", "have half of a surrogate pair",
                "A character outside the Basic Multilingual Plane, such as an emoji, was cut in two.", "Cut texts between characters, not between UTF-16 code units."),
            (CharacterTrait.Invisible, "encoding.invisible", "have invisible characters, such as a soft hyphen or a byte order mark",
                "The paper's steps remove them and so do the general ones; other programs may read another word.", "Remove them from the texts if other programs read them, too."),
            (CharacterTrait.Decomposed, "encoding.decomposed", "have letters with a combining accent in place of one character",
                "\"é\" as one character and as two are different words to the model, and look the same.", "Normalize the texts to NFC, in training and in use alike."),
        ];
        foreach (var (trait, code, what, why, advice) in faults)
        {
            var tally = data.Raw[trait];
            if (tally.Texts > 0)
            {
                yield return new Finding
                {
                    Code = code,
                    Severity = trait is CharacterTrait.Invisible ? Severity.Note : Share.WarningFrom(Many, tally.Texts, data.Texts.Count),
                    Statement = Invariant($"{Share.Of(tally.Texts, data.Texts.Count, "texts")} {what} ({Share.Count(tally.Occurrences, "place")})"),
                    Why = why,
                    Advice = advice,
                    Count = tally.Texts,
                    Total = data.Texts.Count,
                    Examples = tally.Examples(),
                };
            }
        }
    }
}
