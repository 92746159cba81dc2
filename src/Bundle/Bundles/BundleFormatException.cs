namespace RnnToolkit.Bundle;

/// <summary>A bundle directory, or a file in it, is not what it must be: damaged, swapped, or of a version that is not understood.</summary>
public sealed class BundleFormatException(string path, string? field, string found, string expected, Exception? innerException = null)
    : ArtifactFormatException(path, field, found, expected, innerException);
