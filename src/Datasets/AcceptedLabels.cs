namespace RnnToolkit.Datasets;

/// <summary>The labels that a file may have.</summary>
/// <param name="Contains">Whether a label, without surrounding white space, is one of them.</param>
/// <param name="Expected">What they are, for messages.</param>
public sealed record AcceptedLabels(Func<string, bool> Contains, string Expected)
{
    /// <summary>Any label that is not empty.</summary>
    public static AcceptedLabels Any { get; } = new(label => label.Length > 0, "a label");
}
