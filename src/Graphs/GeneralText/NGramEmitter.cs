using RnnToolkit.Graphs.TextInput;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Graphs.GeneralText;

/// <summary>The ids of the n-grams of texts: the fingerprints of <see cref="NGramFingerprints"/>, looked up in the table.</summary>
/// <remarks>Shapes: B batch, T tokens, W characters of words and the marks at their ends.</remarks>
static class NGramEmitter
{
    const long Modulus = NGramFingerprints.Largest;

    /// <summary>Adds the ids [B, N], each once in its row, the largest first, padded with 0.</summary>
    /// <param name="numbers">The number of each token [B, T + 1].</param>
    /// <param name="name">The name of the result.</param>
    public static string Emit(IntegerOps ops, TextEncoder encoder, GeneralTokens tokens, Term numbers, string name)
    {
        var (scope, config) = (new Scope(ops, "ngrams"), encoder.Config.NGrams!);
        var isRead = tokens.Kind.In(scope).IsAbove(TokenAutomaton.None) & !ColumnsOf(tokens.Zeros.In(scope)).IsAbove(config.MaxTokens);
        List<Term> fingerprints = [.. OfTokens(config, numbers.In(scope), isRead), .. OfCharacters(ops, config, tokens, isRead)];
        var all = scope.Of(ops.Join("ngrams.fingerprints", 1, [.. fingerprints.Select(fingerprint => fingerprint.Name)]));
        var table = encoder.NGrams!.Fingerprints.ToArray().Index().ToDictionary(entry => (long)entry.Item, entry => entry.Index + 1L);
        var ids = all.In(table);

        // Equal ids are next to each other when they are sorted.
        var count = ops.Graph.Node("Shape", "ngrams.shape", [ids.Name], "ngrams.shape").Output;
        count = ops.Graph.Node("Gather", "ngrams.count", [count, ops.Number(1)], "ngrams.count").With("axis", 0).Output;
        ops.Graph.Node("TopK", "ngrams.sort", [ids.Name, count], "ngrams.sorted", "ngrams.order").With("axis", 1);
        var sorted = scope.Of("ngrams.sorted");
        var distinct = sorted & !sorted.Is(sorted.Padded(1, -1, fill: -1));
        ops.Graph.Node("TopK", "ngrams.sort_distinct", [distinct.Name, count], "ngrams.distinct", "ngrams.distinct.order").With("axis", 1);
        var found = scope.Of("ngrams.distinct");
        var most = (found.IsAbove(0).RunningSum(exclusive: false).Columns(-1, long.MaxValue)).Largest().AtLeast(1);
        return ops.Graph.Node("Slice", name, [found.Name, ops.Number(0), most.Name, ops.Number(1)], name).Output;
    }

    /// <summary>Sequences of tokens: n S + the sum of t_k C^k, k from 1.</summary>
    static IEnumerable<Term> OfTokens(NGramConfig config, Term numbers, Term isRead)
    {
        var (sum, power, isThere) = (numbers * 0, 1L, isRead);
        for (var n = 1; n <= config.WordMax; n++)
        {
            power = power * NGramFingerprints.WordOfSequence % Modulus;
            sum = (sum + (Later(numbers, n - 1) * power)) % Modulus;
            isThere &= Later(isRead, n - 1);
            yield return Fingerprint(sum, n * (long)NGramFingerprints.WordSeed % Modulus) & isThere;
        }
    }

    /// <summary>Sequences of characters within words, which have a mark at each end: n R + the sum of c_k D^k, k from 1.</summary>
    static IEnumerable<Term> OfCharacters(IntegerOps ops, NGramConfig config, GeneralTokens tokens, Term isRead)
    {
        if (config.CharMax == 0)
        {
            yield break;
        }

        var scope = new Scope(ops, "character_ngrams");
        var isWord = tokens.Kind.In(scope).Is(TokenAutomaton.Word) & !tokens.IsLongNumber & isRead;
        var isPart = isWord.At(tokens.Number) & tokens.IsInside & !tokens.Place.IsAbove(NGramConfig.LongestWord - 1);
        var isFirst = isPart & tokens.Place.Is(0);
        var isLast = isPart & !(isPart.Ahead(1) & !isFirst.Ahead(1));

        // Each word moves to the right to make room for its two marks; words never touch.
        var word = isFirst.RunningSum(exclusive: false);
        var column = isPart.RunningSum(exclusive: true) + (word * 2) - 1;
        var target = isPart.Choose(column, column * 0);
        var zeros = scope.Of(ops.Zeros("character_ngrams.zeros", ops.Join("character_ngrams.shape", 0, tokens.Text.BatchSize, Width(ops, isPart, word, config))));
        var codes = (tokens.Spelling & isPart).Collect(target, zeros);
        var words = (word & isPart).Collect(target, zeros)
            + (word & isFirst).Collect((target - 1).AtLeast(0), zeros)
            + (word & isLast).Collect(target + 1, zeros);
        var isMark = words.IsAbove(0) & codes.Is(0);
        var spelled = isMark.Choose(NGramFingerprints.Boundary, codes);
        var (sum, power) = (spelled * 0, 1L);
        for (var n = 1; n <= config.CharMax; n++)
        {
            power = power * NGramFingerprints.CharacterOfSequence % Modulus;
            sum = (sum + (Later(spelled, n - 1) * power)) % Modulus;
            if (n >= config.CharMin)
            {
                var isWithin = words.IsAbove(0) & words.Is(Later(words, n - 1));
                var isThere = n == 1 ? isWithin & !isMark : isWithin;
                yield return Fingerprint(sum, n * (long)NGramFingerprints.CharacterSeed % Modulus) & isThere;
            }
        }
    }

    /// <summary>Room for all characters of words, two marks a word, and what is looked at after the last one; of shape [1].</summary>
    static string Width(IntegerOps ops, Term isPart, Term word, NGramConfig config)
    {
        var characters = isPart.RunningSum(exclusive: false).Largest();
        return (characters + (word.Largest() * 2) + (config.CharMax + 2L)).Name;
    }

    /// <summary>0 is what pads, so the fingerprint 0 is the modulus.</summary>
    static Term Fingerprint(Term sum, long seed)
    {
        var fingerprint = (sum + seed) % Modulus;
        return fingerprint.IsAbove(0).Choose(fingerprint, (fingerprint * 0) + Modulus);
    }

    /// <summary>What is so many columns later; the rows have at least as many columns after their last value, or end with zeros.</summary>
    static Term Later(Term values, int columns) => values.Padded(0, columns).Columns(columns, long.MaxValue);

    static Term ColumnsOf(Term zeros) => (zeros + 1).RunningSum(exclusive: true);
}
