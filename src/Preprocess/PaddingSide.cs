namespace RnnToolkit.Preprocess;

/// <summary>On which side a text shorter than the sequence length is padded with id 0.</summary>
public enum PaddingSide
{
    /// <summary>Zeros come first, so that the last time step always reads the last token.</summary>
    Left,

    /// <summary>Zeros come last.</summary>
    Right,
}
