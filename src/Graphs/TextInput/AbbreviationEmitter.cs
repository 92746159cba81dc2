using RnnToolkit.Preprocess;

namespace RnnToolkit.Graphs.TextInput;

/// <summary>Finds abbreviations, which are whole words between white space: of the raw text, tags and all.</summary>
static class AbbreviationEmitter
{
    /// <summary>Adds, for each white space [B, C], the number of the abbreviation that it ends; 0 for none. Anywhere else it means nothing.</summary>
    public static string Emit(IntegerOps ops, CharacterClasses classes, CharacterRows rows)
    {
        var (alphabet, entries) = (classes.WordAlphabet, Abbreviations.English.Entries);
        var longest = entries.Max(entry => entry.Key.Length);
        var words = Segments.Cut(ops, "words", rows.WhiteSpace);

        // The position of each character in its word: the count so far, minus the count at the end of the word before.
        var letters = ops.Not("words.letters", rows.WhiteSpace);
        var counted = ops.RunningSum("words.letters.count", letters, exclusive: true);
        var place = ops.Subtract("words.place", counted, words.AtPreviousEnd(ops, "words.letters.before", rows.Zeros, counted));

        // A word is its number if all of its characters are of the alphabet and there are not too many of them.
        var code = ops.LookUp("words.code", classes.WordCodes, rows.Classes);
        var power = ops.LookUp(
            "words.power",
            [.. Enumerable.Range(0, longest).Select(alphabet.Power), 0],
            ops.Minimum("words.place.short", place, ops.Number(longest)));
        var worth = ops.Multiply("words.worth", code, power);
        var counts = ops.IsGreater("words.counts", worth, ops.Number(0));
        var number = ops.ScatterAdd("words.numbers", rows.Zeros, words.Number, worth);
        var length = ops.ScatterAdd("words.lengths", rows.Zeros, words.Number, letters);
        var spelled = ops.ScatterAdd("words.spelled", rows.Zeros, words.Number, counts);

        var numbers = entries.Select((entry, index) => KeyValuePair.Create(alphabet.NumberOf(entry.Key), index + 1L)).ToDictionary();
        var found = ops.LookUp("abbreviations.found", numbers, number);
        var whole = ops.AreEqual("abbreviations.whole", length, spelled);
        return ops.Pick("abbreviations", ops.Multiply("abbreviations.of_word", found, whole), words.Number);
    }
}
