using System.Runtime.InteropServices;
using System.Text;
using RnnToolkit.Fuzz.Mutations;
using RnnToolkit.Preprocess;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Fuzz.Targets;

/// <summary>Texts of any language, and the table of n-grams.</summary>
static class PreprocessTargets
{
    static readonly PreprocessConfig s_config = PreprocessConfig.General with { SequenceLength = 9 };

    static readonly string[] s_texts =
    [
        "Good <b>film</b>, don\u2019t you think? 4\uFE0F\u20E3 stars &amp; &#x1F600; \U0001F44D\U0001F3FD",
        "@bob see https://a.example/b?c=d, or www.a.example! caf&eacute; &#146; 1234567 \u0661\u0662",
        "\u623F\u95F4ok\uFF0C\u30AB\u30BF \u0E01\u0E35\u0E48 e\u0301 \u00AD\u200D <!-- x --> <a <a\n>",
    ];

    static readonly string[] s_pieces =
    [
        "<", ">", "</", "<b", "&", ";", "&#", "&#x", "&amp", "&lt;", "'", "\u2019", "n't", "@", "_", "http://", "www.", "1", "\u0301", "\u4E2D", "\u00AD", "\u200B", "\uD800", "\uDC00",
    ];

    public static IEnumerable<FuzzTarget> Create()
    {
        var vocabulary = new Vocabulary(["good", "film", "!"]);
        var tokenizer = new Tokenizer(s_config);
        var extractor = new NGramExtractor(tokenizer, s_config.NGrams!);
        var encoder = new TextEncoder(s_config, vocabulary, new NGramTable(extractor.Extract(string.Concat(s_texts))));
        yield return new(
            "text",
            [.. s_texts.Select(text => MemoryMarshal.AsBytes(text.AsSpan()).ToArray())],
            MutateText,
            (input, _) => Read(MemoryMarshal.Cast<byte, char>(input).ToString(), tokenizer, encoder));
        yield return new(
            "ngrams",
            [encoder.NGrams!.ToBytes(), []],
            (input, random) => Bytes.Mutate(input, input, random),
            (input, _) => ReadTable(input),
            typeof(FormatException));
    }

    /// <summary>Puts a piece somewhere, many times now and then, or changes a character; or anything.</summary>
    static byte[] MutateText(byte[] input, Random random)
    {
        if (random.Next(3) == 0)
        {
            return Bytes.Mutate(input, input, random);
        }

        var text = new StringBuilder(MemoryMarshal.Cast<byte, char>(input).ToString());
        var piece = s_pieces[random.Next(s_pieces.Length)];
        text.Insert(random.Next(text.Length + 1), piece, random.Next(50) == 0 ? random.Next(2000) : 1);
        return MemoryMarshal.AsBytes(text.ToString().AsSpan()).ToArray();
    }

    /// <summary>The tokens are those of the steps one after the other, at ascending places, and the ids are within the tables.</summary>
    static void Read(string text, Tokenizer tokenizer, TextEncoder encoder)
    {
        Require(GeneralSteps.Tokens(text, [.. s_config.Steps]).SequenceEqual(tokenizer.Tokenize(text)), "the tokens of the steps one after the other");
        var tokens = encoder.Tokens(text);
        var end = 0;
        foreach (var token in tokens)
        {
            Require(token.Start >= end && token.Length > 0 && token.Start + token.Length <= text.Length, "a place in the text, behind the one before");
            end = token.Start + token.Length;
        }

        var (ids, nGrams) = (new long[encoder.SequenceLength], new NGramIds());
        var encoded = encoder.Encode(text, ids, nGrams);
        Require(encoded.TokenCount == Math.Min(tokens.Count, ids.Length), "as many ids as tokens");
        Require(tokens.Where(token => token.Status != TokenStatus.BeyondLimit).Select(token => token.Id).SequenceEqual(ids[..encoded.TokenCount]), "the ids of the tokens");
        Require(ids.All(id => id >= 0 && id < encoder.TableSize), "ids within the table");
        Require(encoder.NGramsOf(text).Select(nGram => nGram.Id).Distinct().Order().SequenceEqual(nGrams.Values.ToArray()), "the n-grams that are listed");
    }

    static void ReadTable(byte[] input)
    {
        var table = NGramTable.Read(input);
        Require(table.ToBytes().SequenceEqual(input), "the bytes that were read");
        for (var i = 0; i < table.Count; i++)
        {
            Require(table.IdOf(table.Fingerprints[i]) == i + 1, "ids in order");
        }
    }

    static void Require(bool holds, string expected)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"expected {expected}");
        }
    }
}
