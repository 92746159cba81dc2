namespace RnnToolkit.Bundle;

/// <summary>A checkpoint directory, or a file in it, is not what it must be.</summary>
public sealed class CheckpointFormatException(string path, string? field, string found, string expected, Exception? innerException = null)
    : ArtifactFormatException(path, field, found, expected, innerException);
