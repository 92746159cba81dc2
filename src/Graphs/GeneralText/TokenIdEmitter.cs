using RnnToolkit.Graphs.TextInput;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Graphs.GeneralText;

/// <summary>Tokens as numbers: the one that n-grams are made of, and the id in the embedding table.</summary>
/// <remarks>
/// ONNX cannot put characters together to strings, so a token is looked up by two polynomials of its code points modulo 2^31 - 1, 62 bits together. The
/// exporter chooses the second one so that no two tokens of the vocabulary have the same; that a word outside of it has the bits of one has a
/// probability of 1 in 2^62 for each token.
/// </remarks>
static class TokenIdEmitter
{
    /// <summary>The longest token whose characters all count, which is far beyond every word.</summary>
    const int LongestToken = 4096;

    const long Modulus = NGramFingerprints.Largest;

    /// <summary>The number of each token in n-grams [B, T + 1], and its id, or <see cref="LookUpEmitter.None"/> where there is no token.</summary>
    public static (Term Numbers, Term Ids) Emit(IntegerOps ops, TextEncoder encoder, GeneralTokens tokens)
    {
        var scope = new Scope(ops, "token_ids");
        var second = SecondBase(encoder.Vocabulary);
        var number = Replaced(tokens, Polynomial(scope, tokens, NGramFingerprints.CharacterOfWord), token => Number(token, NGramFingerprints.CharacterOfWord));
        var other = Replaced(tokens, Polynomial(scope, tokens, second), token => Number(token, second));
        var ids = ((number * (Modulus + 1)) + other).In(
            encoder.Vocabulary.Tokens.Index().ToDictionary(token => Key(token.Item, second), token => token.Index + 1L));
        if (encoder.Config.UnknownRows > 0)
        {
            var row = Replaced(tokens, UnknownRow(scope, tokens, encoder.Config.UnknownRows), token => UnknownWords.RowOf(token, encoder.Config.UnknownRows));
            ids = ids.IsAbove(0).Choose(ids, row + encoder.Vocabulary.TableSize);
        }

        var isThere = tokens.Kind.In(scope).IsAbove(TokenAutomaton.None);
        return (number, isThere.Choose(ids, ids * 0 + LookUpEmitter.None));
    }

    /// <summary>The sum of c_i B^i, i from 1, over the characters of each token.</summary>
    static Term Polynomial(Scope scope, GeneralTokens tokens, long factor)
    {
        var powers = new long[LongestToken + 1]; // what is further behind counts nothing
        var power = 1L;
        for (var i = 0; i < LongestToken; i++)
        {
            powers[i] = power = power * factor % Modulus;
        }

        var worth = tokens.Spelling.In(scope) * tokens.Place.In(scope).AtLeast(0).AtMost(LongestToken).In(powers) % Modulus;
        return (worth & tokens.IsInside).Collect(tokens.Number, tokens.Zeros) % Modulus;
    }

    /// <summary>Values of tokens, with those of placeholders for what they replace.</summary>
    static Term Replaced(GeneralTokens tokens, Term values, Func<string, long> valueOf)
    {
        values = tokens.Kind.Is(TokenAutomaton.Url).Choose(valueOf(Placeholders.Url), values);
        values = tokens.Kind.Is(TokenAutomaton.Mention).Choose(valueOf(Placeholders.Mention), values);
        return tokens.IsLongNumber.Choose(valueOf(Placeholders.Number), values);
    }

    /// <summary>The row of unknown words that a token would have, as <see cref="UnknownWords"/> computes it.</summary>
    static Term UnknownRow(Scope scope, GeneralTokens tokens, int rows)
    {
        var codes = tokens.Text.Classes.In(scope).Is(GeneralClass.Digit).Choose('0', tokens.Spelling);
        var (start, length) = (tokens.Start.In(scope), tokens.Length.In(scope));
        var hash = length * 0;
        for (var i = 1; i <= UnknownWords.EndingLength; i++)
        {
            var code = codes.At((start + length - i).AtLeast(0));
            hash = length.IsAbove(i - 1).Choose(Next(hash, code), hash);
        }

        long[] classes = [.. Enumerable.Range(0, UnknownWords.LongLength + 2).Select(UnknownWords.LengthClass)];
        hash = Next(hash, length.AtMost(classes.Length - 1).In(classes));
        return hash * UnknownWords.Factor % Modulus % rows;

        static Term Next(Term hash, Term code) => ((hash * UnknownWords.Factor) + code) % Modulus;
    }

    /// <summary>A factor for the second polynomial with which the tokens of a vocabulary have different numbers.</summary>
    static long SecondBase(Vocabulary vocabulary)
    {
        for (var factor = 1_640_531_527L; ; factor++)
        {
            var keys = new HashSet<long>(vocabulary.Count);
            if (vocabulary.Tokens.All(token => keys.Add(Key(token, factor))))
            {
                return factor;
            }
        }
    }

    static long Key(string token, long second) => (Number(token, NGramFingerprints.CharacterOfWord) * (Modulus + 1)) + Number(token, second);

    static long Number(string token, long factor)
    {
        var (sum, power) = (0L, 1L);
        foreach (var rune in token.EnumerateRunes())
        {
            power = power * factor % Modulus;
            sum = (sum + (rune.Value * power)) % Modulus;
        }

        return sum;
    }
}
