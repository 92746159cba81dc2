using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RnnToolkit.Fuzz.Mutations;

/// <summary>Changes in a JSON document: fields removed, renamed, doubled or given a hostile value.</summary>
static class Json
{
    static readonly string[] s_hostile =
    [
        "null", "true", "\"\"", "\" \"", "-1", "0", "1", "0.5", "1e308", "-1e-320", "2147483648", "9223372036854775807", "18446744073709551616", "[]", "{}", "[null]",
        "[[]]", "{\"a\":null}", "\"../../x\"", "\"/\"", "\"\\u0000\"", "\"\\ud800\"", "\"left\"", "\"a\\nb\"", $"\"{new string('x', 5000)}\"",
        $"{new string('[', 60)}{new string(']', 60)}", $"[{string.Join(',', Enumerable.Repeat("1", 2000))}]", $"{new string('9', 400)}",
    ];

    /// <summary>Mutates bytes where the input is no JSON any more.</summary>
    public static byte[] Mutate(byte[] input, Random random)
    {
        try
        {
            return JsonNode.Parse(input) is { } root ? Encoding.UTF8.GetBytes(Mutate(root, random)) : Encoding.UTF8.GetBytes(Hostile(random));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            // No JSON, a name twice (which a JsonObject cannot hold), or text that is no UTF-8.
            return Bytes.Mutate(input, input, random);
        }
    }

    static string Mutate(JsonNode root, Random random)
    {
        var nodes = new List<JsonNode>();
        Collect(root, nodes);
        return nodes.Count == 0 ? Hostile(random) : nodes[random.Next(nodes.Count)] switch
        {
            JsonObject { Count: > 0 } parent => InObject(root, parent, random),
            JsonArray { Count: > 0 } parent => InArray(root, parent, random),
            var empty => Replaced(root, empty, random),
        };
    }

    /// <summary>The same in one line of a file of JSON Lines.</summary>
    public static byte[] MutateLine(byte[] input, Random random)
    {
        var lines = Encoding.Latin1.GetString(input).Split('\n');
        var at = random.Next(lines.Length);
        lines[at] = Encoding.Latin1.GetString(Mutate(Encoding.Latin1.GetBytes(lines[at]), random));
        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    static void Collect(JsonNode? node, List<JsonNode> nodes)
    {
        if (node is JsonObject or JsonArray)
        {
            nodes.Add(node);
            foreach (var child in node is JsonObject parent ? [.. parent.Select(field => field.Value)] : ((JsonArray)node).ToArray())
            {
                Collect(child, nodes);
            }
        }
    }

    static string InObject(JsonNode root, JsonObject parent, Random random)
    {
        var (name, value) = parent.ElementAt(random.Next(parent.Count));
        switch (random.Next(6))
        {
            case 0:
                parent.Remove(name);
                return Text(root);
            case 1:
                parent.Remove(name);
                parent[random.Next(2) == 0 ? name + "x" : name.ToUpperInvariant()] = value;
                return Text(root);
            case 2:
                // A JsonObject holds no name twice: do it in the text.
                var field = $"{Quoted(name)}:{value?.ToJsonString() ?? "null"}";
                return Text(root).Replace(field, $"{field},{Quoted(name)}:{Hostile(random)}", StringComparison.Ordinal);
            default:
                return Replaced(root, name, parent, random);
        }
    }

    static string InArray(JsonNode root, JsonArray parent, Random random)
    {
        var at = random.Next(parent.Count);
        switch (random.Next(4))
        {
            case 0:
                parent.RemoveAt(at);
                return Text(root);
            case 1:
                parent.Insert(at, parent[at]?.DeepClone());
                return Text(root);
            default:
                const string Mark = "\u0001mark";
                parent[at] = Mark;
                return Text(root).Replace(Quoted(Mark), Hostile(random), StringComparison.Ordinal);
        }
    }

    static string Replaced(JsonNode root, string name, JsonObject parent, Random random)
    {
        const string Mark = "\u0001mark";
        parent[name] = Mark;
        return Text(root).Replace(Quoted(Mark), Hostile(random), StringComparison.Ordinal);
    }

    static string Replaced(JsonNode root, JsonNode empty, Random random) =>
        empty.Parent is JsonObject parent ? Replaced(root, empty.GetPropertyName(), parent, random) : Hostile(random);

    static string Hostile(Random random) => s_hostile[random.Next(s_hostile.Length)];

    static string Quoted(string text) => JsonSerializer.Serialize(text, JsonContext.Default.String);

    static string Text(JsonNode root) => root.ToJsonString();
}
