using RnnToolkit.Bundle;
using RnnToolkit.Datasets;

namespace RnnToolkit.Exporter.Verification;

/// <summary>The texts of a test set by their ids, read once for all models that are checked on them.</summary>
sealed class TestTexts
{
    readonly string _path;
    readonly Dictionary<string, LabeledText> _texts;

    TestTexts(string path, Dictionary<string, LabeledText> texts) => (_path, _texts) = (path, texts);

    /// <summary>Texts in the set.</summary>
    public int Count => _texts.Count;

    /// <summary>Reads the test part, or everything where there is no other part.</summary>
    /// <exception cref="DatasetException">There is nothing, it is damaged, or an id comes twice.</exception>
    public static TestTexts Read(Dataset data, CancellationToken cancellationToken)
    {
        var texts = new Dictionary<string, LabeledText>(StringComparer.Ordinal);
        foreach (var text in data.Read(data.Has(DatasetPart.Test) ? DatasetPart.Test : null, cancellationToken))
        {
            if (!texts.TryAdd(text.Id, text))
            {
                throw new DatasetException(data.Path, $"id {text.Id}", "it twice", "each id once");
            }
        }

        return new TestTexts(data.Path, texts);
    }

    /// <summary>The texts in the order of the logits that the trainer recorded for them.</summary>
    /// <param name="recorded">The logits.</param>
    /// <param name="labels">The labels of the model.</param>
    /// <exception cref="DatasetException">The trainer has scored another set.</exception>
    public string[] InOrderOf(IReadOnlyList<RecordedLogit> recorded, LabelSet labels)
    {
        // The trainer may have left out texts with other labels.
        var known = _texts.Values.Count(text => labels.IndexOf(text.Label) is not null);
        if (recorded.Count != known)
        {
            throw new DatasetException(
                _path, null, Invariant($"{known} texts"), Invariant($"the {recorded.Count} that the trainer scored as its test set"));
        }

        return [.. recorded.Select(text => TextOf(text, labels))];
    }

    string TextOf(RecordedLogit recorded, LabelSet labels)
    {
        if (!_texts.TryGetValue(recorded.Id, out var text))
        {
            throw new DatasetException(_path, null, $"no text with the id {recorded.Id}", "the test set that the trainer scored");
        }

        return labels.IndexOf(text.Label) == recorded.Label
            ? text.Text
            : throw new DatasetException(_path, $"id {recorded.Id}", $"label {text.Label}", $"{labels.Names.ElementAtOrDefault(recorded.Label) ?? Invariant($"{recorded.Label}")}, as the trainer recorded");
    }
}
