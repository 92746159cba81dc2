using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace RnnToolkit.Preprocess;

/// <summary>Everything that is needed to rebuild a <see cref="TextEncoder"/>, except the vocabulary. The defaults are the paper's.</summary>
public sealed record PreprocessConfig
{
    /// <summary>The longest sequence a configuration may ask for, in tokens.</summary>
    public const int MaxSequenceLength = 10_000;

    /// <summary>The steps, each at most once and in the order of <see cref="PreprocessStep"/>.</summary>
    [JsonRequired]
    public IReadOnlyList<PreprocessStep> Steps { get; init; } = Enum.GetValues<PreprocessStep>();

    /// <summary>Tokens per text: the first ones are kept, shorter texts are padded. 1 to <see cref="MaxSequenceLength"/>, default 100.</summary>
    [JsonRequired]
    public int SequenceLength { get; init; } = 100;

    /// <summary>Where shorter texts are padded; default <see cref="PaddingSide.Left"/>.</summary>
    [JsonRequired]
    public PaddingSide Padding { get; init; } = PaddingSide.Left;

    /// <summary>Every problem of this configuration, one line each; empty when it can be used.</summary>
    public IEnumerable<string> Validate()
    {
        if (SequenceLength is < 1 or > MaxSequenceLength)
        {
            yield return $"preprocessing.sequenceLength is {SequenceLength}, expected 1 to {MaxSequenceLength}";
        }

        if (!Enum.IsDefined(Padding))
        {
            yield return $"preprocessing.padding is {Padding}, expected left or right";
        }

        for (var i = 1; i < Steps.Count; i++)
        {
            if (Steps[i] <= Steps[i - 1])
            {
                yield return $"preprocessing.steps has {Steps[i]} after {Steps[i - 1]}; each step comes once, in the documented order";
            }
        }

        foreach (var step in Steps.Where(step => !Enum.IsDefined(step)))
        {
            yield return $"preprocessing.steps has the unknown step {step}";
        }

        // Without these two, lower case and tokens would depend on the Unicode version of the platform.
        foreach (var step in new[] { PreprocessStep.KeepAsciiAlphanumeric, PreprocessStep.SplitOnWhiteSpace }.Where(step => !Steps.Contains(step)))
        {
            yield return $"preprocessing.steps lacks {step}, which every configuration needs";
        }
    }

    /// <summary>
    /// SHA-256 over everything that decides the ids of a text, word lists included, as lower-case hexadecimal digits.
    /// Two configurations with one fingerprint give the same ids for the same vocabulary.
    /// </summary>
    public string Fingerprint()
    {
        var canonical = new StringBuilder("rnntoolkit-preprocess-1\n");
        foreach (var step in Steps)
        {
            canonical.Append(step).Append('\n');
            switch (step)
            {
                case PreprocessStep.ExpandAbbreviations:
                    foreach (var (word, expansion) in Abbreviations.English.Entries)
                    {
                        canonical.Append(word).Append('\t').Append(expansion).Append('\n');
                    }

                    break;
                case PreprocessStep.RemoveStopWords:
                    canonical.AppendJoin('\n', StopWords.English.Words).Append('\n');
                    break;
            }
        }

        canonical.Append(CultureInfo.InvariantCulture, $"{SequenceLength}\n{Padding}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())));
    }

    /// <inheritdoc/>
    public bool Equals(PreprocessConfig? other) =>
        other is not null && SequenceLength == other.SequenceLength && Padding == other.Padding && Steps.SequenceEqual(other.Steps);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SequenceLength, Padding, Steps.Count);
}
