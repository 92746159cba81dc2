using System.Text.Json;

namespace RnnToolkit.Runs;

/// <summary>A configuration as keys and values: <c>training.seed</c>, <c>1</c>.</summary>
public static class FlatJson
{
    /// <summary>The three sections of a run, in the order of the file.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(RunRecord record) => (record ?? throw new ArgumentNullException(nameof(record))).Sections.SelectMany(section => Of(section.Name, section.Section));

    /// <summary>A section.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">What it holds.</param>
    public static IEnumerable<KeyValuePair<string, string>> Of(string key, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(property => Of($"{key}.{property.Name}", property.Value)),
        JsonValueKind.Array => [KeyValuePair.Create(key, string.Join(", ", value.EnumerateArray().Select(item => item.ToString())))],
        JsonValueKind.Null => [KeyValuePair.Create(key, "none")],
        JsonValueKind.True => [KeyValuePair.Create(key, "true")],
        JsonValueKind.False => [KeyValuePair.Create(key, "false")],
        _ => [KeyValuePair.Create(key, value.ToString())],
    };
}
