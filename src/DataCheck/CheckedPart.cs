namespace RnnToolkit.DataCheck;

/// <summary>The texts of one part of a data set, in memory.</summary>
/// <param name="Kind">Which part.</param>
/// <param name="Path">Where the texts come from, as the user gave it.</param>
/// <param name="Texts">The texts, in an order that does not depend on how they are stored.</param>
/// <param name="BadRows">What reading left out, one line each.</param>
public sealed record CheckedPart(PartKind Kind, string Path, IReadOnlyList<CheckedText> Texts, IReadOnlyList<string> BadRows);

/// <summary>One labelled text.</summary>
/// <param name="Id">As in <see cref="Datasets.LabeledText.Id"/>.</param>
/// <param name="Text">The raw text.</param>
/// <param name="Label">The name of its label.</param>
public sealed record CheckedText(string Id, string Text, string Label);

/// <summary>What texts are for.</summary>
public enum PartKind
{
    /// <summary>To train with.</summary>
    Train,

    /// <summary>To choose the best epoch with.</summary>
    Validation,

    /// <summary>To measure the result with.</summary>
    Test,
}

/// <summary>Names of parts.</summary>
public static class PartKinds
{
    /// <summary>The name in outputs: <c>train</c>, <c>validation</c> or <c>test</c>.</summary>
    public static string Name(this PartKind kind) => kind switch
    {
        PartKind.Train => "train",
        PartKind.Validation => "validation",
        _ => "test",
    };

    /// <summary>The name in a sentence, before a noun.</summary>
    public static string Adjective(this PartKind kind) => kind == PartKind.Train ? "training" : kind.Name();
}
