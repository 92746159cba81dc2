using System.Text.Json;
using System.Text.Json.Serialization;
using RnnToolkit.Bundle;
using RnnToolkit.Inference;
using RnnToolkit.WebApi.Csv;
using RnnToolkit.WebApi.Models;

namespace RnnToolkit.WebApi.Api;

/// <summary>JSON of the API: camel case, enums by name; a missing, misspelt or repeated field is an error that names it.</summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [
        typeof(CamelCaseEnumConverter<ExecutionProvider>),
        typeof(CamelCaseEnumConverter<RecurrentCell>),
        typeof(CamelCaseEnumConverter<ScoreStatus>),
        typeof(CamelCaseEnumConverter<WeightPrecision>)])]
[JsonSerializable(typeof(IReadOnlyList<ModelSummary>))]
[JsonSerializable(typeof(ScoreRequest))]
[JsonSerializable(typeof(ScoreResponse))]
[JsonSerializable(typeof(ExplainRequest))]
[JsonSerializable(typeof(ExplainResponse))]
[JsonSerializable(typeof(TableSummary))]
sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Makes <paramref name="options"/> those of this context: its types alone would be read and written by the rules of others.</summary>
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
