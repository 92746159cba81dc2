namespace RnnToolkit.Trainer.Data;

/// <summary>What a user asks of the labels.</summary>
sealed record LabelOptions
{
    /// <summary>The fewest texts of a label: one to train with and one to validate with.</summary>
    public const int FewestTexts = 2;

    /// <summary>The names in order; null takes them from the data.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Texts of labels with fewer training texts are left out; null refuses labels with fewer than <see cref="FewestTexts"/>.</summary>
    public int? DropRare { get; init; }

    /// <summary>Whether validation and test texts are left out whose label no training text has; they are refused otherwise.</summary>
    public bool DropUnseen { get; init; }
}
