namespace RnnToolkit.Trainer.Wide;

/// <summary>A linear model of <see cref="ScaledRows"/>.</summary>
/// <param name="Columns">The weight of each column times its feature value, so that a text's logit is a plain sum of these, divided by its length.</param>
/// <param name="Bias">What a text without n-grams has.</param>
readonly record struct LinearWeights(double[] Columns, double Bias);
