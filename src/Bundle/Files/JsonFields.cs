using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RnnToolkit.Bundle;

/// <summary>Reads a JSON object into its type, and names the first field that does not fit: missing, unknown, null, or of another type.</summary>
/// <remarks>The serializer alone says which type lacks a field, but not which field of the document is meant, nor what is there.</remarks>
public static class JsonFields
{
    static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    /// <summary>Parses and reads a document.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="type">What it is for; from a context that respects nullable annotations and required constructor parameters.</param>
    /// <param name="fail">Makes the exception: field or null, found, expected, cause.</param>
    public static T Read<T>(ReadOnlyMemory<byte> utf8, JsonTypeInfo<T> type, Func<string?, string, string, Exception?, Exception> fail) =>
        Parse(utf8, element => Read(element, type, fail), fail);

    /// <summary>Parses a document; what is no JSON, or repeats a field, fails.</summary>
    internal static T Parse<T>(ReadOnlyMemory<byte> utf8, Func<JsonElement, T> read, Func<string?, string, string, Exception?, Exception> fail)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, s_strict);
            return read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the second: text that is not Unicode
        {
            throw fail(null, exception.Message, "JSON without repeated fields", exception);
        }
    }

    /// <summary>Reads an element of a document.</summary>
    internal static T Read<T>(JsonElement element, JsonTypeInfo<T> type, Func<string?, string, string, Exception?, Exception> fail)
    {
        Check(element, type, "", (field, found, expected) => fail(field.Length == 0 ? null : field, found, expected, null));
        return element.Deserialize(type)!;
    }

    static void Check(JsonElement value, JsonTypeInfo type, string path, Func<string, string, string, Exception> fail)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when value.ValueKind == JsonValueKind.Object:
                CheckObject(value, type, path, fail);
                break;

            case JsonTypeInfoKind.Enumerable when value.ValueKind == JsonValueKind.Array:
                var elementType = type.Options.GetTypeInfo(type.ElementType!);
                foreach (var (index, element) in value.EnumerateArray().Index())
                {
                    Check(element, elementType, FormattableString.Invariant($"{path}[{index}]"), fail);
                }

                break;

            case JsonTypeInfoKind.Dictionary when value.ValueKind == JsonValueKind.Object:
                var valueType = type.Options.GetTypeInfo(type.ElementType!);
                foreach (var property in value.EnumerateObject())
                {
                    Check(property.Value, valueType, Inner(path, property.Name), fail);
                }

                break;

            case JsonTypeInfoKind.None when IsLeaf(value, type):
                break;

            default:
                throw fail(path, value.GetRawText(), Expected(type));
        }
    }

    static void CheckObject(JsonElement value, JsonTypeInfo type, string path, Func<string, string, string, Exception> fail)
    {
        foreach (var field in value.EnumerateObject().Select(field => field.Name))
        {
            if (!type.Properties.Any(property => property.Name == field))
            {
                throw fail(Inner(path, field), "an unknown field", $"only {string.Join(", ", type.Properties.Select(property => property.Name))}");
            }
        }

        foreach (var property in type.Properties)
        {
            var propertyType = type.Options.GetTypeInfo(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
            if (!value.TryGetProperty(property.Name, out var inner))
            {
                if (property.IsRequired)
                {
                    throw fail(Inner(path, property.Name), "no such field", Expected(propertyType));
                }
            }
            else if (inner.ValueKind != JsonValueKind.Null || !MayBeNull(property))
            {
                Check(inner, propertyType, Inner(path, property.Name), fail);
            }
        }

        CheckDerived(value, type, path, fail);
    }

    /// <summary>Compares what follows from other fields, and is written for other programs only, with what it follows from.</summary>
    static void CheckDerived(JsonElement value, JsonTypeInfo type, string path, Func<string, string, string, Exception> fail)
    {
        var derived = type.Properties.Where(property => property is { Set: null, AssociatedParameter: null, Get: not null }).ToList();
        var instance = derived.Count == 0 ? null : value.Deserialize(type);
        foreach (var property in derived)
        {
            var expected = JsonSerializer.SerializeToElement(property.Get!(instance!), type.Options.GetTypeInfo(property.PropertyType));
            var sources = string.Join(", ", type.Properties.Except(derived).Select(source => source.Name));
            var isThere = value.TryGetProperty(property.Name, out var found);
            if (!isThere || !JsonElement.DeepEquals(found, expected))
            {
                throw fail(Inner(path, property.Name), isThere ? found.GetRawText() : "no such field", $"{expected}, which follows from {sources}");
            }
        }
    }

    static bool MayBeNull(JsonPropertyInfo property) =>
        property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is not null : property.IsSetNullable;

    static bool IsLeaf(JsonElement value, JsonTypeInfo type)
    {
        var isNumber = value.ValueKind == JsonValueKind.Number;
        if (type.Type == typeof(int))
        {
            return isNumber && value.TryGetInt32(out _);
        }

        if (type.Type == typeof(long))
        {
            return isNumber && value.TryGetInt64(out _);
        }

        if (type.Type == typeof(float))
        {
            return isNumber && value.TryGetSingle(out var single) && float.IsFinite(single); // 1e400 is good JSON
        }

        if (type.Type == typeof(double))
        {
            return isNumber && value.TryGetDouble(out var number) && double.IsFinite(number);
        }

        if (type.Type == typeof(JsonElement))
        {
            RequireUnicode(value);
            return true;
        }

        try
        {
            return value.ValueKind != JsonValueKind.Null && value.Deserialize(type) is not null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Reads every text in a value that is kept as it is: whoever reads it later must not stumble over half a character.</summary>
    /// <exception cref="InvalidOperationException">A text is not Unicode.</exception>
    static void RequireUnicode(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                _ = value.GetString();
                break;

            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    RequireUnicode(item);
                }

                break;

            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    _ = property.Name;
                    RequireUnicode(property.Value);
                }

                break;
        }
    }

    static string Expected(JsonTypeInfo type) => type.Kind switch
    {
        JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "an object",
        JsonTypeInfoKind.Enumerable => $"a list, each item {Expected(type.Options.GetTypeInfo(type.ElementType!))}",
        _ when type.Type.IsEnum => $"one of {string.Join(", ", Names(type))}",
        _ when type.Type == typeof(string) => "text",
        _ when type.Type == typeof(bool) => "true or false",
        _ when type.Type == typeof(int) || type.Type == typeof(long) => "a whole number",
        _ when type.Type == typeof(float) || type.Type == typeof(double) => "a finite number",
        _ => "another value",
    };

    static IEnumerable<string> Names(JsonTypeInfo type) =>
        from object value in Enum.GetValuesAsUnderlyingType(type.Type)
        select JsonSerializer.SerializeToElement(Enum.ToObject(type.Type, value), type).ToString();

    static string Inner(string path, string field) => path.Length == 0 ? field : $"{path}.{field}";
}
