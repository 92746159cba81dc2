using System.Text.Json;
using System.Text.Json.Serialization;
using RnnToolkit.Bundle;
using RnnToolkit.Inference;
using RnnToolkit.Preprocess;
using RnnToolkit.WebApi.Csv;

namespace RnnToolkit.WebApi.Api;

/// <summary>JSON of the API: camel case, enums by name; a missing, misspelt or repeated field is an error.</summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [
        typeof(CamelCaseEnumConverter<ExecutionProvider>),
        typeof(CamelCaseEnumConverter<RecurrentCell>),
        typeof(StatusConverter<PredictionStatus>),
        typeof(StatusConverter<TokenStatus>),
        typeof(CamelCaseEnumConverter<Truncation>),
        typeof(CamelCaseEnumConverter<WeightPrecision>)])]
[JsonSerializable(typeof(IEnumerable<ModelSummary>))]
[JsonSerializable(typeof(ScoreRequest))]
[JsonSerializable(typeof(ScoreResponse))]
[JsonSerializable(typeof(ExplainRequest))]
[JsonSerializable(typeof(ExplainResponse))]
[JsonSerializable(typeof(TableSummary))]
sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Copies the rules of this context to <paramref name="options"/>: adding its types alone would apply the rules of others to them.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        var own = Default.Options;
        options.AllowDuplicateProperties = own.AllowDuplicateProperties;
        options.NumberHandling = own.NumberHandling;
        options.PropertyNameCaseInsensitive = own.PropertyNameCaseInsensitive;
        options.PropertyNamingPolicy = own.PropertyNamingPolicy;
        options.RespectNullableAnnotations = own.RespectNullableAnnotations;
        options.RespectRequiredConstructorParameters = own.RespectRequiredConstructorParameters;
        options.UnmappedMemberHandling = own.UnmappedMemberHandling;
        foreach (var converter in own.Converters)
        {
            options.Converters.Add(converter);
        }

        options.TypeInfoResolverChain.Insert(0, Default);
    }
}

/// <summary>Statuses as in scored tables: <c>all_unknown</c>.</summary>
sealed class StatusConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
