namespace RnnToolkit.Preprocess;

/// <summary>What the encoder does with a token.</summary>
public enum TokenStatus
{
    /// <summary>The model reads it: it is in the vocabulary.</summary>
    Known,

    /// <summary>It takes a place in the sequence, but it is not in the vocabulary: the model reads an unknown token.</summary>
    Unknown,

    /// <summary>Preprocessing removes it as a stop word. The model does not see it.</summary>
    StopWord,

    /// <summary>The sequence has no room for it. The model does not see it.</summary>
    BeyondLimit,
}
