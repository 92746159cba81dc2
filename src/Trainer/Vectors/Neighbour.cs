namespace RnnToolkit.Trainer.Vectors;

/// <summary>A word near another one.</summary>
/// <param name="Word">The word.</param>
/// <param name="Similarity">The cosine of the angle between the vectors, -1 to 1.</param>
readonly record struct Neighbour(string Word, double Similarity);
