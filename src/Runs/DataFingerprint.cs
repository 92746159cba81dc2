using System.Text.Json.Serialization;

namespace RnnToolkit.Runs;

/// <summary>Identifies data sets by their content, wherever they are: a folder and an archive of it have the same fingerprint.</summary>
/// <param name="Train">SHA-256 over label indexes and texts of the training part, in order.</param>
/// <param name="Test">The same of the test set; null without one.</param>
/// <param name="Validation">The same of a separate validation set; null without one.</param>
public sealed record DataFingerprint(
    string Train, string? Test, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Validation = null);
