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
    /// <exception cref="DatasetException">The trainer has scored another set.</exception>
    public string[] InOrderOf(IReadOnlyList<RecordedLogit> recorded)
    {
        if (recorded.Count != _texts.Count)
        {
            throw new DatasetException(
                _path, null, Invariant($"{_texts.Count} texts"), Invariant($"the {recorded.Count} that the trainer scored as its test set"));
        }

        return [.. recorded.Select(TextOf)];
    }

    string TextOf(RecordedLogit recorded)
    {
        if (!_texts.TryGetValue(recorded.Id, out var text))
        {
            throw new DatasetException(_path, null, $"no text with the id {recorded.Id}", "the test set that the trainer scored");
        }

        return text.Label == recorded.Label
            ? text.Text
            : throw new DatasetException(_path, $"id {recorded.Id}", $"label {text.Label}", $"{recorded.Label}, as the trainer recorded");
    }
}
