namespace RnnToolkit.Runs;

/// <summary>What a model predicted for one text: a row of <c>predictions.csv</c>.</summary>
/// <param name="Part"><see cref="PredictionFile.ValidationPart"/> or <see cref="PredictionFile.TestPart"/>.</param>
/// <param name="Id">The text's id in its data set.</param>
/// <param name="Label">The index of its label.</param>
/// <param name="Predicted">The index of the label that it got.</param>
/// <param name="Tokens">Its tokens, including those that the model does not read because the text is too long.</param>
/// <param name="Unknown">Those of them that are not in the vocabulary.</param>
/// <param name="Logits">K logits in float32: one for two labels, else one for each label.</param>
public sealed record PredictedText(string Part, string Id, int Label, int Predicted, int Tokens, int Unknown, float[] Logits)
{
    /// <summary>Whether the text got its label.</summary>
    public bool IsRight => Label == Predicted;
}
