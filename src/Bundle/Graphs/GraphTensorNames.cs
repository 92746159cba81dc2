namespace RnnToolkit.Bundle;

/// <summary>Names of the inputs, outputs and axes of a bundle's graphs.</summary>
public static class GraphTensorNames
{
    /// <summary>The input of <c>model.onnx</c>: int64 [batch, sequence].</summary>
    public const string InputIds = "input_ids";

    /// <summary>
    /// The second input of a <c>model.onnx</c> with a wide channel: int64 [batch, ngrams], at least one column, padded with 0.
    /// </summary>
    public const string NGramIds = "ngram_ids";

    /// <summary>The input of <c>text.onnx</c>: string [batch].</summary>
    public const string Text = "text";

    /// <summary>The first output: float32 [batch, 1], with more than two classes [batch, classes].</summary>
    public const string Logits = "logits";

    /// <summary>The second output with two classes: float32 [batch, 1], the sigmoid of the first.</summary>
    public const string Probability = "probability";

    /// <summary>The second output with more classes: float32 [batch, classes], the softmax of the first.</summary>
    public const string Probabilities = "probabilities";

    /// <summary>The dynamic axis of the texts.</summary>
    public const string BatchAxis = "batch";

    /// <summary>The dynamic axis of the time steps.</summary>
    public const string SequenceAxis = "sequence";

    /// <summary>The dynamic axis of the n-grams.</summary>
    public const string NGramsAxis = "ngrams";
}
