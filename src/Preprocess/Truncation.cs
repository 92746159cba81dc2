namespace RnnToolkit.Preprocess;

/// <summary>Which tokens of a text are kept that has more than the sequence length T.</summary>
public enum Truncation
{
    /// <summary>The first T.</summary>
    First,

    /// <summary>The last T.</summary>
    Last,

    /// <summary>The first T / 3, rounded down, and then the last ones.</summary>
    HeadTail,
}
