using System.Collections.Frozen;

namespace RnnToolkit.Bundle;

/// <summary>The labels of a classifier in the order of its outputs, and the spellings under which data may have them. Immutable.</summary>
/// <remarks>
/// Names are compared as they are written. The one exception are the labels of sentiment: where one of two names is <c>0</c>, <c>neg</c> or
/// <c>negative</c> and the other <c>1</c>, <c>pos</c> or <c>positive</c>, all of these spellings are accepted, in upper or lower case.
/// </remarks>
public sealed class LabelSet
{
    /// <summary>The smallest number of labels.</summary>
    public const int MinCount = 2;

    /// <summary>The largest number of labels.</summary>
    public const int MaxCount = 1000;

    const int ShownNames = 12;

    static readonly string[] s_negative = ["0", "neg", "negative"];
    static readonly string[] s_positive = ["1", "pos", "positive"];

    readonly FrozenDictionary<string, int> _indexes;
    readonly bool _isSentiment;

    /// <summary>Creates the set of these names.</summary>
    /// <exception cref="ArgumentException">There are too few or too many, or a name is not usable or comes twice.</exception>
    public LabelSet(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (LabelRules.Validate(names).FirstOrDefault() is { } problem)
        {
            throw new ArgumentException(problem, nameof(names));
        }

        Names = [.. names];
        _isSentiment = IsSentiment(names);
        _indexes = _isSentiment
            ? s_negative.Concat(s_positive).ToFrozenDictionary(
                spelling => spelling, spelling => s_negative.Contains(spelling) == IsOneOf(s_negative, names[0]) ? 0 : 1, StringComparer.OrdinalIgnoreCase)
            : names.Index().ToFrozenDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
    }

    /// <summary><c>neg</c> and <c>pos</c>.</summary>
    public static LabelSet Sentiment { get; } = new(["neg", "pos"]);

    /// <summary>The names, by index. Of two, the last is the positive one.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How many labels there are.</summary>
    public int Count => Names.Count;

    /// <summary>What data may have as a label, in words.</summary>
    public string Expected =>
        _isSentiment ? "0, 1, neg, pos, negative or positive"
        : Count <= ShownNames ? $"{string.Join(", ", Names.Take(Count - 1))} or {Names[^1]}"
        : $"one of {Count} labels: {string.Join(", ", Names.Take(ShownNames))}, ...";

    /// <summary>The name of each label of a data set: those of <see cref="Sentiment"/> where all are its spellings, else as written.</summary>
    public static IReadOnlyDictionary<string, string> NamesOf(IEnumerable<string> labels)
    {
        var distinct = labels.ToHashSet(StringComparer.Ordinal);
        var areSentiment = distinct.All(label => Sentiment.IndexOf(label) is not null);
        return distinct.ToDictionary(label => label, label => areSentiment ? Sentiment.Names[Sentiment.IndexOf(label)!.Value] : label, StringComparer.Ordinal);
    }

    /// <summary>The index of the label that data calls <paramref name="name"/>; null for any other.</summary>
    public int? IndexOf(string? name) => name is not null && _indexes.TryGetValue(name, out var index) ? index : null;

    static bool IsSentiment(IReadOnlyList<string> names) =>
        names.Count == 2
        && ((IsOneOf(s_negative, names[0]) && IsOneOf(s_positive, names[1])) || (IsOneOf(s_positive, names[0]) && IsOneOf(s_negative, names[1])));

    static bool IsOneOf(string[] spellings, string label) => spellings.Contains(label, StringComparer.OrdinalIgnoreCase);
}
