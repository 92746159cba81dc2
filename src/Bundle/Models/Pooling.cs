namespace RnnToolkit.Bundle;

/// <summary>How the outputs of the last recurrent layer, one a token, become the one vector that the head reads.</summary>
public enum Pooling
{
    /// <summary>The state in which each direction ends: after the last token forwards, after the first one backwards.</summary>
    Last,

    /// <summary>The mean over the tokens.</summary>
    Mean,

    /// <summary>The largest value of each component over the tokens.</summary>
    Max,

    /// <summary>The mean, then the largest values: twice as wide as the others.</summary>
    MeanMax,

    /// <summary>A mean with learnt weights: the softmax over the tokens of the product of a vector with each output.</summary>
    Attention,
}
