namespace RnnToolkit.TestSupport;

/// <summary>Texts that a person could have pasted: words of a vocabulary, unknown words, tags, abbreviations, noise.</summary>
public static class RandomText
{
    static readonly string[] s_noise = ["<br /><br />", "can't", "won't", "...", "???", "<b>", "a < b", "the", "é", "\n", "zzyzx", "😀", "U.S.A.", "10/10"];

    /// <summary>One text of at most <paramref name="maxWords"/> words; sometimes of none.</summary>
    public static string One(Random random, IReadOnlyList<string> words, int maxWords)
    {
        var count = random.Next(maxWords + 1);
        return string.Join(' ', Enumerable.Range(0, count).Select(_ =>
            random.Next(4) == 0 ? s_noise[random.Next(s_noise.Length)] : words[random.Next(words.Count)]));
    }

    /// <summary>Several such texts.</summary>
    public static string[] Many(Random random, IReadOnlyList<string> words, int count, int maxWords) =>
        [.. Enumerable.Range(0, count).Select(_ => One(random, words, maxWords))];
}
