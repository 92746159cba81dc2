using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;

namespace RnnToolkit.Trainer.Configuration;

/// <summary>
/// Merges configurations: defaults, a preset or file, environment variables, and settings of the command line. A later layer wins; an
/// unknown key is an error.
/// </summary>
sealed class ConfigurationLayers
{
    /// <summary>Variables are called <c>RNNTOOLKIT_TRAINING__SEED</c> and the like.</summary>
    public const string VariablePrefix = "RNNTOOLKIT_";

    // With the keys that files leave out at their defaults, so that they can be set.
    static readonly JsonSerializerOptions s_allKeys = new(TrainerJson.Default.Options)
    {
        TypeInfoResolver = TrainerJson.Default.WithAddedModifier(type =>
        {
            foreach (var property in type.Properties)
            {
                property.ShouldSerialize = null;
            }
        }),
    };

    /// <summary>A configuration as JSON with all of its keys, so that nothing of a preset remains when it is a layer.</summary>
    public static string Format(TrainerConfig config) => JsonSerializer.Serialize(config, s_allKeys.GetTypeInfo(typeof(TrainerConfig)));

    /// <summary>The type of the values of a key such as <c>training.epochs</c>; null for an unknown key, or one with keys of its own.</summary>
    public static Type? TypeOf(string key)
    {
        var type = s_allKeys.GetTypeInfo(typeof(TrainerConfig));
        foreach (var name in key.Split('.'))
        {
            if (type.Properties.FirstOrDefault(property => property.Name == name) is not { } property)
            {
                return null;
            }

            type = s_allKeys.GetTypeInfo(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        }

        return type.Kind is JsonTypeInfoKind.None ? type.Type : null;
    }

    readonly JsonObject _merged = JsonSerializer.SerializeToNode(new TrainerConfig(), s_allKeys.GetTypeInfo(typeof(TrainerConfig)))!.AsObject();
    readonly List<string> _problems = [];

    /// <summary>Adds a JSON document as a layer.</summary>
    /// <param name="json">The document.</param>
    /// <param name="source">The name that errors carry.</param>
    public ConfigurationLayers AddJson(string json, string source)
    {
        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            if (JsonNode.Parse(json, documentOptions: options) is JsonObject layer)
            {
                Merge(_merged, layer, source, "");
            }
            else
            {
                _problems.Add($"{source}: expected a JSON object");
            }
        }
        catch (JsonException exception)
        {
            _problems.Add($"{source}: {exception.Message}");
        }

        return this;
    }

    /// <summary>Adds preprocessing and architecture as a layer, all their keys.</summary>
    public ConfigurationLayers AddModel(TrainerConfig config)
    {
        var layer = JsonSerializer.SerializeToNode(config, s_allKeys.GetTypeInfo(typeof(TrainerConfig)))!.AsObject();
        foreach (var section in new[] { "preprocessing", "model" })
        {
            _merged[section] = layer[section]!.DeepClone();
        }

        return this;
    }

    /// <summary>Adds a layer of the variables that start with <see cref="VariablePrefix"/> and name a section.</summary>
    public ConfigurationLayers AddVariables(IEnumerable<KeyValuePair<string, string>> variables)
    {
        foreach (var (name, value) in variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            // Other programs' variables may share the prefix, but none has the two underscores of a section.
            if (name.StartsWith(VariablePrefix, StringComparison.Ordinal) && name.Contains("__", StringComparison.Ordinal))
            {
                Set(name[VariablePrefix.Length..].Split("__"), value, name);
            }
        }

        return this;
    }

    /// <summary>Adds one setting as a layer: a key such as <c>training.epochs</c>, and its value.</summary>
    public ConfigurationLayers AddSetting(string key, string value, string source)
    {
        Set(key.Split('.'), value, source);
        return this;
    }

    /// <summary>Adds one setting whose value is text, whatever it looks like.</summary>
    public ConfigurationLayers AddText(string key, string value, string source) =>
        AddSetting(key, JsonValue.Create(value).ToJsonString(), source);

    /// <summary>The merged configuration.</summary>
    /// <exception cref="OptionsValidationException">It is not valid; carries every problem.</exception>
    public TrainerConfig Build()
    {
        var config = new TrainerConfig();
        if (_problems.Count == 0)
        {
            try
            {
                config = _merged.Deserialize(TrainerJson.Default.TrainerConfig)!;
                _problems.AddRange(config.Validate());
            }
            catch (JsonException exception)
            {
                _problems.Add($"{exception.Path?.TrimStart('$', '.')}: {exception.Message.Split(" Path:")[0]}");
            }
        }

        return _problems.Count == 0 ? config : throw new OptionsValidationException(nameof(TrainerConfig), typeof(TrainerConfig), _problems);
    }

    void Merge(JsonObject target, JsonObject layer, string source, string path)
    {
        foreach (var (key, value) in layer)
        {
            var full = path + key;
            if (!target.TryGetPropertyValue(key, out var existing))
            {
                _problems.Add($"{source}: unknown key \"{full}\", expected one of {string.Join(", ", target.Select(property => property.Key))}");
            }
            else if (existing is JsonObject inner)
            {
                if (value is JsonObject innerLayer)
                {
                    Merge(inner, innerLayer, source, full + ".");
                }
                else if (value is null && path.Length > 0)
                {
                    target[key] = null; // such as preprocessing.nGrams; where there must be an object, Build says so
                }
                else
                {
                    _problems.Add($"{source}: found {value?.ToJsonString() ?? "null"} for \"{full}\", expected an object");
                }
            }
            else
            {
                target[key] = value?.DeepClone();
            }
        }
    }

    void Set(string[] path, string value, string source)
    {
        var target = _merged;
        for (var i = 0; i < path.Length; i++)
        {
            var key = target.Select(property => property.Key).FirstOrDefault(key => key.Equals(path[i], StringComparison.OrdinalIgnoreCase));
            var isLast = i == path.Length - 1;
            if (key is null || (isLast ? target[key] is JsonObject && (i == 0 || value != "null") : target[key] is not JsonObject))
            {
                _problems.Add($"{source}: unknown key \"{string.Join('.', path)}\", expected one of {string.Join(", ", target.Select(property => property.Key))}");
                return;
            }

            if (isLast)
            {
                target[key] = Literal(value);
            }
            else
            {
                target = target[key]!.AsObject();
            }
        }
    }

    // Numbers, true, false, null and arrays are JSON; anything else is text.
    static JsonNode? Literal(string value)
    {
        try
        {
            return JsonNode.Parse(value);
        }
        catch (JsonException)
        {
            return JsonValue.Create(value);
        }
    }
}
