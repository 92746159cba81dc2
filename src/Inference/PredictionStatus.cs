namespace RnnToolkit.Inference;

/// <summary>How far a score can be trusted, judging by what the encoder saw of the text. Where two values apply, the first of them wins.</summary>
public enum PredictionStatus
{
    /// <summary>The whole text was read, and at least one of its tokens is known.</summary>
    Ok,

    /// <summary>The text has no tokens: it is empty, or preprocessing left nothing of it. The score is that of padding alone.</summary>
    Empty,

    /// <summary>None of the tokens that were read is in the vocabulary.</summary>
    AllUnknown,

    /// <summary>The text has more tokens than the model reads; only the first ones were scored.</summary>
    Truncated,
}
