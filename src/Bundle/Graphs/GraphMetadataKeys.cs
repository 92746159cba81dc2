namespace RnnToolkit.Bundle;

/// <summary>Keys in the <c>metadata_props</c> of a bundle's graphs.</summary>
public static class GraphMetadataKeys
{
    /// <summary>The name of the model.</summary>
    public const string Name = "rnntoolkit.name";

    /// <summary>How the weights are stored.</summary>
    public const string Precision = "rnntoolkit.precision";

    /// <summary>The largest k of a first id -k, which skips padding; absent where padding cannot be skipped.</summary>
    public const string SkippablePadding = "rnntoolkit.skippable_padding";

    /// <summary>SHA-256 of the vocabulary file that the ids come from.</summary>
    public const string VocabularySha256 = "rnntoolkit.vocabulary_sha256";

    /// <summary>SHA-256 of the file of n-grams that the ids of the second input come from; absent without a wide channel.</summary>
    public const string NGramsSha256 = "rnntoolkit.ngrams_sha256";

    /// <summary>Fingerprint of the preprocessing that the ids come from.</summary>
    public const string PreprocessingSha256 = "rnntoolkit.preprocessing_sha256";
}
