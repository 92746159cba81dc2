namespace RnnToolkit.Runs;

/// <summary>One part of a cross-validation.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Of">How many parts there are.</param>
public readonly record struct Fold(int Number, int Of)
{
    /// <summary>The fewest parts.</summary>
    public const int Fewest = 2;

    /// <summary>The most parts.</summary>
    public const int Most = 100;

    /// <summary>Whether there is such a part.</summary>
    public bool IsValid() => Of is >= Fewest and <= Most && Number >= 1 && Number <= Of;
}
