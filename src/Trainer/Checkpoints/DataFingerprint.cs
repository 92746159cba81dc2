using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using RnnToolkit.Trainer.Data;

namespace RnnToolkit.Trainer.Checkpoints;

/// <summary>Tells data sets apart by their content, wherever they are: a folder and an archive of it have the same fingerprint.</summary>
/// <param name="Train">SHA-256 over label indexes and texts of the training part, in order.</param>
/// <param name="Test">The same of the test set; null without one.</param>
/// <param name="Validation">The same of a separate validation set; null without one.</param>
sealed record DataFingerprint(
    string Train, string? Test, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Validation = null)
{
    /// <summary>The fingerprint of a corpus.</summary>
    public static DataFingerprint Of(Corpus corpus) => new(
        Hash(corpus.Train), corpus.Test.Count > 0 ? Hash(corpus.Test) : null, corpus.Validation is null ? null : Hash(corpus.Validation));

    static string Hash(IReadOnlyList<CorpusText> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[2 * sizeof(int)];
        foreach (var text in texts)
        {
            var utf8 = Encoding.UTF8.GetBytes(text.Text);
            BinaryPrimitives.WriteInt32LittleEndian(head, text.Label);
            BinaryPrimitives.WriteInt32LittleEndian(head[sizeof(int)..], utf8.Length); // so that no text runs into the next
            hash.AppendData(head);
            hash.AppendData(utf8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
