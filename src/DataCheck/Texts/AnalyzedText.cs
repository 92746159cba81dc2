namespace RnnToolkit.DataCheck;

/// <summary>A text of the data, and what the passes over it found.</summary>
sealed class AnalyzedText(CheckedText source, PartKind part, int number)
{
    public PartKind Part => part;

    /// <summary>Its place among all texts: training, validation, test.</summary>
    public int Number => number;

    public string Id => source.Id;

    public string Raw => source.Text;

    public string Label => source.Label;

    public TextReference Reference => new(part.Name(), Excerpt.Name(source.Id), Excerpt.Name(source.Label));

    /// <summary>The numbers of its tokens after the preprocessing, before truncation.</summary>
    public int[] Tokens { get; set; } = [];

    /// <summary>The script of most of its letters; <see cref="Scripts.Unknown"/> without letters.</summary>
    public int Script { get; set; }

    /// <summary>Equal for texts that differ in nothing but case and white space.</summary>
    public UInt128 TextKey { get; set; }

    /// <summary>Equal for texts with the same tokens in the same order.</summary>
    public UInt128 TokensKey { get; set; }
}
