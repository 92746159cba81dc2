using System.Text.Json.Nodes;

namespace RnnToolkit.TestSupport;

/// <summary>A JSON document with one thing wrong.</summary>
/// <param name="Field">The field: <c>model.layers</c>, <c>labels[0]</c>.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Json">The document.</param>
public sealed record HostileDocument(string Field, string Fault, string Json)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field}: {Fault}";
}

/// <summary>Makes damaged variants of a sound JSON document: every field removed, and every field with each of 16 hostile values.</summary>
public static class HostileJson
{
    const string Placeholder = "\"the hostile value goes here\"";

    static readonly (string Name, string Json)[] s_values =
    [
        ("null", "null"),
        ("text", "\"surprise\""),
        ("empty text", "\"\""),
        ("number", "7919"),
        ("huge number", "1e400"),
        ("huge integer", "92233720368547758080"),
        ("negative number", "-1"),
        ("fraction", "0.1234567"),
        ("NaN as text", "\"NaN\""),
        ("boolean", "true"),
        ("list", "[1, null, \"x\"]"),
        ("object", "{ \"surprise\": {} }"),
        ("deep nesting", new string('[', 500) + new string(']', 500)),
        ("long text", $"\"{new string('x', 100_000)}\""),
        ("control characters", "\"\\u0000\\u001b[31m\\r\\n\\u202e\""),
        ("lone surrogate", "\"\\ud800\""),
    ];

    /// <summary>Names of the hostile values.</summary>
    public static IEnumerable<string> Values => s_values.Select(value => value.Name);

    /// <summary>Every field of every object in a document, left out once.</summary>
    public static IEnumerable<HostileDocument> WithoutEachField(string json) =>
        from field in Fields(json)
        where field.Path[^1] is string
        select new HostileDocument(field.Name, "removed", Edit(json, field.Path, remove: true));

    /// <summary>Every field and every list item of a document with each of the 16 values, and every field of an object repeated.</summary>
    public static IEnumerable<HostileDocument> WithHostileValues(string json)
    {
        foreach (var (path, name) in Fields(json))
        {
            var edited = Edit(json, path, remove: false);
            foreach (var value in s_values)
            {
                yield return new HostileDocument(name, value.Name, edited.Replace(Placeholder, value.Json, StringComparison.Ordinal));
            }

            if (path[^1] is string field)
            {
                yield return new HostileDocument(name, "repeated", edited.Replace(Placeholder, $"0, \"{field}\": 1", StringComparison.Ordinal));
            }
        }
    }

    static List<(object[] Path, string Name)> Fields(string json)
    {
        var fields = new List<(object[], string)>();
        Collect(JsonNode.Parse(json), [], "");
        return fields;

        void Collect(JsonNode? node, object[] path, string name)
        {
            if (path.Length > 0)
            {
                fields.Add((path, name));
            }

            switch (node)
            {
                case JsonObject inner:
                    foreach (var (key, value) in inner)
                    {
                        Collect(value, [.. path, key], name.Length == 0 ? key : $"{name}.{key}");
                    }

                    break;

                case JsonArray { Count: > 0 } items:
                    Collect(items[0], [.. path, 0], $"{name}[0]"); // the first item stands for all
                    break;
            }
        }
    }

    static string Edit(string json, object[] path, bool remove)
    {
        var root = JsonNode.Parse(json)!;
        var parent = path[..^1].Aggregate(root, (node, key) => key is string field ? node[field]! : node[(int)key]!);
        if (remove)
        {
            parent.AsObject().Remove((string)path[^1]);
        }
        else if (path[^1] is string field)
        {
            parent[field] = JsonNode.Parse(Placeholder);
        }
        else
        {
            parent[(int)path[^1]] = JsonNode.Parse(Placeholder);
        }

        return root.ToJsonString();
    }
}
