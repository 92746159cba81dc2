using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Randomness;

namespace RnnToolkit.Trainer.Checkpoints;

/// <summary>
/// The texts with which export and scoring prove that they compute what the trainer computed. They are made from the vocabulary,
/// not taken from the data, so that a bundle does not publish anybody's texts.
/// </summary>
static class ProbeTexts
{
    const int RandomTexts = 24;

    /// <summary>Texts that are easy to get wrong, then random ones of all lengths. The same seed gives the same texts.</summary>
    public static IReadOnlyList<string> Make(Vocabulary vocabulary, int sequenceLength, ulong seed)
    {
        var random = new SplitMix64(seed);
        var first = vocabulary.Count > 0 ? vocabulary.Tokens[0] : "word";
        List<string> texts =
        [
            "",
            " \t\n ",
            "!!! ... ???",
            "zzzzunknownzzzz",
            first,
            $"{first.ToUpperInvariant()}<br /><br />{first}! u r gr8, imo <i>pls</i> 2day\u00A0b4",
            $"<unclosed {first} caf\u00E9 \u212Aelvin \u0130stanbul \U0001F600",
            string.Join(' ', Enumerable.Repeat(first, sequenceLength + 7)),
        ];
        for (var i = 0; i < RandomTexts; i++)
        {
            // Lengths from 1 to past the end; squaring favours frequent words, as texts do.
            var length = 1 + (i * (sequenceLength + 5) / RandomTexts);
            texts.Add(string.Join(' ', Enumerable.Range(0, length).Select(_ => Word())));
        }

        return texts;

        string Word()
        {
            var position = random.NextDouble();
            return vocabulary.Count == 0 ? first : vocabulary.Tokens[(int)(position * position * vocabulary.Count)];
        }
    }
}
