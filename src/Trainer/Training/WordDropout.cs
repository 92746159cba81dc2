using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Randomness;

namespace RnnToolkit.Trainer.Training;

/// <summary>Turns known words of training texts into the unknown words that they would be, so that the rows of unknown words are trained.</summary>
sealed class WordDropout
{
    readonly double _probability;
    readonly int[] _unknownIds; // by id, of the known words

    /// <summary>Creates it.</summary>
    /// <param name="probability">Of each word; 0 changes nothing.</param>
    /// <param name="encoder">Knows the words and the rows.</param>
    public WordDropout(double probability, TextEncoder encoder)
    {
        _probability = probability;
        _unknownIds = probability > 0 ? [0, .. encoder.Vocabulary.Tokens.Select(token => encoder.UnknownIdOf(token))] : [];
    }

    /// <summary>Changes the ids of a batch in place.</summary>
    public void Apply(Span<long> ids, ulong seed)
    {
        if (_probability == 0)
        {
            return;
        }

        var random = new SplitMix64(seed);
        foreach (ref var id in ids)
        {
            if (id > 0 && id < _unknownIds.Length && random.NextDouble() < _probability)
            {
                id = _unknownIds[id];
            }
        }
    }
}
