namespace RnnToolkit.Preprocess;

/// <summary>Which tokens are kept of a text that has more tokens than the sequence length T.</summary>
public enum Truncation
{
    /// <summary>The first T.</summary>
    First,

    /// <summary>The last T.</summary>
    Last,

    /// <summary>The first T / 3 tokens, rounded down, and the last ones, so that T tokens are kept.</summary>
    HeadTail,
}
