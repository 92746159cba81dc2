using System.Globalization;
using System.Text.Json;

namespace RnnToolkit.Search;

public sealed partial record SearchSpace
{
    const int MostParameters = 64;
    const int MostValues = 1000;
    const int MostPoints = 10_000;

    /// <summary>Reads a space from JSON.</summary>
    /// <param name="json">An object: a list of values, or an object with a range, for each key.</param>
    /// <param name="isWhole">Whether the values of a key are whole numbers.</param>
    /// <exception cref="SearchSpaceException">It cannot be searched.</exception>
    public static SearchSpace Parse(string json, Func<string, bool> isWhole)
    {
        ArgumentNullException.ThrowIfNull(isWhole);
        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            using var document = JsonDocument.Parse(json, options);
            return Read(document.RootElement, isWhole);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the second: text that is not Unicode
        {
            throw new SearchSpaceException(null, exception.Message, "JSON without repeated keys");
        }
    }

    static SearchSpace Read(JsonElement root, Func<string, bool> isWhole)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new SearchSpaceException(null, root.GetRawText(), "an object with a key for each parameter");
        }

        var parameters = new List<SearchParameter>();
        foreach (var property in root.EnumerateObject())
        {
            parameters.Add(Parameter(property.Name, property.Value, isWhole(property.Name), parameters));
        }

        return parameters.Count is > 0 and <= MostParameters
            ? new SearchSpace(parameters)
            : throw new SearchSpaceException(null, $"{parameters.Count} parameters", $"1 to {MostParameters}");
    }

    static SearchParameter Parameter(string key, JsonElement value, bool isWhole, List<SearchParameter> before)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            return new CategoryParameter(key, Values(key, value));
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new SearchSpaceException(key, value.GetRawText(), "a list of values, or an object with min and max");
        }

        string[] known = value.TryGetProperty("values", out var values) ? ["values", "when"] : ["min", "max", "scale", "step", "points", "when"];
        if (value.EnumerateObject().Select(field => field.Name).FirstOrDefault(field => !known.Contains(field)) is { } unknown)
        {
            throw new SearchSpaceException($"{key}.{unknown}", "an unknown field", $"only {string.Join(", ", known)}");
        }

        SearchParameter parameter = values.ValueKind == JsonValueKind.Undefined
            ? Range(key, value, isWhole)
            : new CategoryParameter(key, Values($"{key}.values", values));
        return value.TryGetProperty("when", out var when) ? parameter with { When = Condition($"{key}.when", when, before) } : parameter;
    }

    static List<SearchValue> Values(string key, JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MostValues)
        {
            throw new SearchSpaceException(
                key, list.ValueKind == JsonValueKind.Array ? $"{list.GetArrayLength()} values" : list.GetRawText(), $"a list of 1 to {MostValues} values");
        }

        var values = new List<SearchValue>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
            {
                throw new SearchSpaceException(key, item.GetRawText(), "text, a number, true, false or null");
            }

            // Written anew, so that two ways to write one text are equal.
            var value = new SearchValue(item.ValueKind == JsonValueKind.String ? $"\"{JsonEncodedText.Encode(item.GetString()!)}\"" : item.GetRawText());
            if (values.Contains(value))
            {
                throw new SearchSpaceException(key, $"{item.GetRawText()} twice", "each value once");
            }

            values.Add(value);
        }

        return values;
    }

    static RangeParameter Range(string key, JsonElement value, bool isWhole)
    {
        var (min, max) = (Number(key, value, "min") ?? Missing(key, "min"), Number(key, value, "max") ?? Missing(key, "max"));
        var isLog = Scale(key, value);
        var (step, points) = (Number(key, value, "step"), Number(key, value, "points"));
        foreach (var (field, number, holds, expected) in new[]
        {
            ("max", max, max > min, $"a number above min, {Text(min)}"),
            ("min", min, !isLog || min > 0, "a number above 0 with the scale log"),
            ("min", min, !isWhole || IsWhole(min), "a whole number, as all values of this key"),
            ("max", max, !isWhole || IsWhole(max), "a whole number, as all values of this key"),
            ("step", step ?? 1, step is null || (step > 0 && step <= max - min), $"a number above 0, at most {Text(max - min)}"),
            ("step", step ?? 1, step is null || !isWhole || IsWhole(step.Value), "a whole number, as all values of this key"),
            ("step", step ?? 1, step is null || !isLog, "no step with the scale log; use points"),
            ("step", step ?? 1, step is null || (max - min) / step < MostPoints, $"at most {MostPoints} steps"),
            ("points", points ?? 1, points is null || (points is >= 1 and <= MostPoints && IsWhole(points.Value)), $"a whole number from 1 to {MostPoints}"),
            ("points", points ?? 1, points is null || step is null, "no points with a step"),
        })
        {
            if (!holds)
            {
                throw new SearchSpaceException($"{key}.{field}", Text(number), expected);
            }
        }

        var stepsByOne = isWhole && !isLog && step is null && points is null && max - min < MostPoints;
        return new RangeParameter(key, min, max) { IsLog = isLog, IsWhole = isWhole, Step = stepsByOne ? 1 : step, Points = (int?)points };
    }

    static bool IsWhole(double number) => Math.Abs(number) <= int.MaxValue && Math.Floor(number) == number;

    static double Missing(string key, string field) => throw new SearchSpaceException($"{key}.{field}", "no such field", "a number");

    static double? Number(string key, JsonElement range, string field)
    {
        if (!range.TryGetProperty(field, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && Math.Abs(number) <= 1e300
            ? number
            : throw new SearchSpaceException($"{key}.{field}", value.GetRawText(), "a number");
    }

    static bool Scale(string key, JsonElement range) =>
        range.TryGetProperty("scale", out var value) && (value.ValueKind == JsonValueKind.String ? value.GetString() : null) switch
        {
            "log" => true,
            "linear" => false,
            _ => throw new SearchSpaceException($"{key}.scale", value.GetRawText(), "linear or log"),
        };

    static SearchCondition Condition(string key, JsonElement when, List<SearchParameter> before)
    {
        if (when.ValueKind != JsonValueKind.Object || when.EnumerateObject().Count() != 1)
        {
            throw new SearchSpaceException(key, when.GetRawText(), "an object with one key and a list of its values");
        }

        var field = when.EnumerateObject().First();
        if (before.FirstOrDefault(parameter => parameter.Key == field.Name) is not CategoryParameter other)
        {
            throw new SearchSpaceException($"{key}.{field.Name}", "no such key before this one", "a key that stands before it and has a list of values");
        }

        var values = Values($"{key}.{field.Name}", field.Value);
        return values.FirstOrDefault(value => !other.Values.Contains(value)) is { Json: not null } unknown
            ? throw new SearchSpaceException($"{key}.{field.Name}", unknown.Json, $"values of {other.Key}: {string.Join(", ", other.Values)}")
            : new SearchCondition(other.Key, values);
    }

    static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
